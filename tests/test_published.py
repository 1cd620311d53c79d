"""What users and scripts rely on changes only together with a line that tells them."""

import re

from tests.conftest import ROOT
from tests.published import names

RELEASED = ROOT / "tests" / "golden" / "released.txt"
"""What the last release published; written anew at each release, by no other occasion."""


def newest_section() -> str:
    """The topmost section of the changelog: what the next release will bring, or the last one brought."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.split(r"^## ", changelog, flags=re.MULTILINE)[1]


def test_every_change_of_a_published_name_has_its_line_in_the_changelog() -> None:
    released = set(RELEASED.read_text(encoding="utf-8").splitlines())
    changed = released ^ set(names())
    told = newest_section()

    untold = sorted(
        name
        for name in changed
        if not any(f"`{words}`" in told for words in (name.rpartition(" ")[2], name.partition(" ")[2]))
        and name not in told
    )

    assert not untold, "name these in the topmost section of CHANGELOG.md:\n" + "\n".join(untold)


def test_no_exit_code_is_ever_renumbered_nor_a_report_column_renamed() -> None:
    published = [
        name for name in RELEASED.read_text(encoding="utf-8").splitlines() if name.startswith(("exit", "report"))
    ]

    assert set(published) <= set(names())
