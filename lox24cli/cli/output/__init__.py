"""What is written and drawn."""
