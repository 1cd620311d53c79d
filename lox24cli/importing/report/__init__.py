"""What a run tells: summary, report and failed file."""
