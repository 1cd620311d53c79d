"""Sockets and processes of the look-alike."""
