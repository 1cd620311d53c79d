"""What a program calls: the same imports as the command line's, without terminal, signals or global state."""
