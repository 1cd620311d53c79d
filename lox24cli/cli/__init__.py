"""The commands and all drawing: options in, one call, exit code out."""
