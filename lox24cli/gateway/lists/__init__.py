"""What the gateway lists: pages, whole groups, the CSV export."""
