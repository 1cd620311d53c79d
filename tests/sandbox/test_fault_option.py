import pytest

from lox24cli.sandbox.faults.fault_option import PlannedFault, parse_fault
from lox24cli.sandbox.faults.faults import ANY, BATCH, DELETE, PUT, READ, WRITE, Fault


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drop", PlannedFault(Fault("drop"), BATCH, 0, 1)),
        ("drop:stores=all,skip=1", PlannedFault(Fault("drop", stores="all"), BATCH, 1, 1)),
        ("drop:stores=3,times=all,on=any", PlannedFault(Fault("drop", stores=3), ANY, 0, None)),
        ("delay:seconds=0.5,times=2,on=read", PlannedFault(Fault("delay", seconds=0.5), READ, 0, 2)),
        ("drop:on=put", PlannedFault(Fault("drop"), PUT)),
        ("stall:stores=all,on=delete", PlannedFault(Fault("stall", stores="all"), DELETE)),
        ("half:on=write", PlannedFault(Fault("half"), WRITE)),
        ("status:status=429,retry_after=5", PlannedFault(Fault("status", status=429, retry_after=5))),
        ("status:status=503,retry_after=date:5", PlannedFault(Fault("status", status=503, retry_after="date:5"))),
    ],
)
def test_a_fault_is_one_word(text: str, expected: PlannedFault) -> None:
    assert parse_fault(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no fault"),
        ("earthquake", "earthquake"),
        ("status", "needs a status"),
        ("status:status=x", "status"),
        ("status:status=299", "299"),
        ("drop:color=red", "color"),
        ("drop:skip=x", "skip"),
        ("drop:skip=-1", "skip"),
        ("delay:seconds=x", "seconds"),
        ("delay:seconds=-1", "seconds"),
        ("drop:on=moon", "on"),
        ("drop:kind=cut", "kind"),
    ],
)
def test_what_is_no_fault_is_told_by_its_part(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_fault(text)
