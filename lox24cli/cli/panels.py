"""The titles under which the help shows the options, in its order."""

from enum import StrEnum


class Panel(StrEnum):
    """A title."""

    OWN = "Options"
    """Of what one command has for itself."""
    CONTACTS = "Which contacts"
    COLUMNS = "Columns and numbers"
    DELIVERY = "Delivery"
    REPORT = "Report"
    OUTPUT = "Output"
    ACCOUNT = "Account"
