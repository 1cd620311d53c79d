"""The journal of a run: every row, what was made of it and what became of it."""
