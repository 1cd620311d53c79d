"""Ready rows to outcomes: batches, sending, pace, settling."""
