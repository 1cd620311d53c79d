"""The peer of checking a workbook: openpyxl, read-only, doing nothing but reading. python workbook_reader.py FILE."""

import sys

import openpyxl


def main() -> None:
    """Count the rows."""
    book = openpyxl.load_workbook(sys.argv[1], read_only=True)
    print(sum(1 for _ in book.active.iter_rows(values_only=True)))


if __name__ == "__main__":
    main()
