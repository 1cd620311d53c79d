"""The choices that an import offers; apart, so that the command line can name them without loading an import."""

from enum import StrEnum


class OnExisting(StrEnum):
    """What to do with a phone that the group already holds."""

    SKIP = "skip"
    UPDATE = "update"
    ADD = "add"
    FAIL = "fail"


class Blank(StrEnum):
    """What a blank cell says of a contact that the group holds."""

    KEEP = "keep"
    CLEAR = "clear"


class OnDuplicate(StrEnum):
    """Which row of the file counts when several have the same phone."""

    FIRST = "first"
    LAST = "last"
