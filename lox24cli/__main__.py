"""`python -m lox24cli` is the `lox24` command."""

from lox24cli.cli.app import main

if __name__ == "__main__":
    main()
