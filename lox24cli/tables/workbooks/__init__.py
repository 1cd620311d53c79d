"""XLSX, XLS and ODS: sheets and their rows."""
