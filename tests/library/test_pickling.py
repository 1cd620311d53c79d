"""What a call returns or raises goes to another process and back: engines and pools pickle it."""

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest

from lox24cli import Summary, check_contacts, import_contacts
from lox24cli.errors import IpBlocked, LimitReached, Lox24Error, SettingsError
from tests.library.conftest import GROUP


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_summary_comes_back_as_it_was(contacts: Path, tmp_path: Path, protocol: int) -> None:
    done = check_contacts(contacts, region="DE", state_dir=tmp_path / "state")
    back: Summary = pickle.loads(pickle.dumps(done, protocol))  # noqa: S301  our own
    assert back == done
    assert back.problems == done.problems


def test_an_error_comes_back_with_what_it_says_and_its_summary(account: dict[str, Any], contacts: Path) -> None:
    with pytest.raises(LimitReached) as stopped:
        import_contacts(contacts, GROUP, region="DE", fail_fast=True, **account)
    back = pickle.loads(pickle.dumps(stopped.value))  # noqa: S301  our own
    assert isinstance(back, LimitReached)
    assert (back.message, back.hint, back.code) == (stopped.value.message, stopped.value.hint, "fail-fast")
    assert back.summary.counts == stopped.value.summary.counts
    assert copy.deepcopy(stopped.value).hint == stopped.value.hint


def test_each_error_of_the_tree_comes_back(account: dict[str, Any], contacts: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        import_contacts(contacts, **account)
    blocked = IpBlocked("blocked", "wait", wait_seconds=42.0)
    for error in (refused.value, blocked):
        back: Lox24Error = pickle.loads(pickle.dumps(error))  # noqa: S301  our own
        assert (type(back), vars(back)) == (type(error), vars(error))
