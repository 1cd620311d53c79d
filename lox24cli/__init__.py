"""lox24: bring contact files into LOX24 groups, each contact once, with a report that cannot lie."""

__version__ = "0.1.0"
