"""The straight line from a file to a report, and the only place that knows the order of things."""
