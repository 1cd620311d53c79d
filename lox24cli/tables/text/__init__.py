"""Delimited text: encoding, dialect, records."""
