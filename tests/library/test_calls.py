"""What the calls bring, what they return, what they raise."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lox24cli import (
    Plan,
    Progress,
    check_contacts,
    export_group,
    import_contacts,
    resume_run,
    sync_group,
    undo_run,
)
from lox24cli.errors import (
    ExitCode,
    InputError,
    LimitReached,
    MappingError,
    NothingLeft,
    SettingsError,
    TokenRefused,
    UnknownOutcome,
)
from lox24cli.model import Code, Status
from lox24cli.sandbox.faults.faults import ANY, BATCH, READ, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import TOKEN
from tests.library.conftest import CONTACTS, GROUP


def phones(sandbox: RunningSandbox) -> list[str]:
    return [found.phone for found in sandbox.store.phones(GROUP)]


def test_the_package_alone_loads_nothing() -> None:
    program = "import sys; before = set(sys.modules); import lox24cli; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("lox24cli")} == {"lox24cli"}
    assert "typing" not in loaded


def test_an_import_brings_each_contact_once(sandbox: RunningSandbox, account: dict[str, Any], contacts: Path) -> None:
    first = import_contacts(contacts, GROUP, region="DE", **account)
    again = import_contacts(contacts, "7116", region="DE", **account)
    assert first.counts[Status.CREATED] == 2
    assert first.codes[Code.PHONE_TOO_SHORT] == 1
    assert first.exit_code is ExitCode.ROWS
    assert not first.ok
    assert first.report
    assert first.report.parent == contacts.parent
    assert again.codes[Code.ALREADY_IN_GROUP] == 2
    assert phones(sandbox) == ["+4915228817386", "+4915228817387"]


def test_a_stream_is_imported_and_its_report_lies_beside_the_journal(
    sandbox: RunningSandbox, account: dict[str, Any], tmp_path: Path
) -> None:
    done = import_contacts(io.BytesIO(CONTACTS.encode()), GROUP, region="DE", name="upload.csv", **account)
    assert done.file == "upload.csv"
    assert done.report
    assert done.report.parent == tmp_path / "state" / "runs" / str(done.run)
    assert done.report.name.startswith("upload.")
    assert len(phones(sandbox)) == 2
    assert not list((tmp_path / "state" / "piped").iterdir())


def test_a_check_needs_no_account(contacts: Path, tmp_path: Path) -> None:
    done = check_contacts(contacts, region="DE", state_dir=tmp_path / "state")
    assert done.dry_run
    assert done.counts[Status.READY] == 2


def test_a_sync_deletes_and_an_undo_puts_back(sandbox: RunningSandbox, account: dict[str, Any], contacts: Path) -> None:
    import_contacts(contacts, GROUP, region="DE", **account)
    contacts.write_text("Vorname;Mobil\nAda;0152 28817386\n", encoding="utf-8")
    with pytest.raises(LimitReached) as refused:
        sync_group(contacts, GROUP, region="DE", **account)
    assert refused.value.summary.to_delete == 1
    synced = sync_group(contacts, GROUP, region="DE", max_delete=1, **account)
    assert synced.deleted == 1
    assert phones(sandbox) == ["+4915228817386"]
    undone = undo_run(str(synced.run), **account)
    assert undone.undoes == synced.run
    assert len(phones(sandbox)) == 2


def test_a_group_is_exported_to_a_file_and_to_a_stream(account: dict[str, Any], contacts: Path, tmp_path: Path) -> None:
    import_contacts(contacts, GROUP, region="DE", **account)
    stream = io.BytesIO()
    to_file = export_group(GROUP, tmp_path / "group.csv", **account)
    to_stream = export_group(GROUP, stream, **account)
    assert to_file.phones == to_stream.phones == 2
    assert to_file.file == tmp_path / "group.csv"
    assert to_stream.file is None
    assert to_file.file.read_bytes() == stream.getvalue()


def test_what_leaves_a_choice_is_an_error_and_a_callback_answers_it(account: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("Spalte 1,Spalte 2\n0152 28817386,0160 1234567\n", encoding="utf-8")
    asked: list[InputError] = []

    def answer(question: InputError) -> dict[str, object]:
        asked.append(question)
        return {"map": {"phone": "Spalte 2"}}

    with pytest.raises(MappingError):
        import_contacts(path, GROUP, region="DE", **account)
    done = import_contacts(path, GROUP, region="DE", answer=answer, **account)
    assert done.counts[Status.CREATED] == 1
    assert "--map" in (asked[0].hint or "")


def test_an_answer_that_says_nothing_new_is_none(account: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text("Name,Ort\nAda,Ulm\n", encoding="utf-8")
    with pytest.raises(MappingError):
        import_contacts(path, GROUP, answer=lambda _: {"map": {"phone": "Telefon"}}, **account)
    with pytest.raises(SettingsError, match="the answer has 'group'"):
        import_contacts(path, GROUP, answer=lambda _: {"group": "1"}, **account)


def test_the_plan_is_shown_to_who_wants_it_and_a_no_is_a_no(
    sandbox: RunningSandbox, account: dict[str, Any], contacts: Path
) -> None:
    plans: list[Plan] = []

    def refuse(plan: Plan) -> bool:
        plans.append(plan)
        return False

    done = import_contacts(contacts, GROUP, region="DE", confirm=refuse, **account)
    assert done.is_declined
    assert done.ok
    assert plans[0].counts[Status.READY] == 2
    assert not phones(sandbox)


def test_progress_is_told_in_rows(account: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("phone\n" + "".join(f"+49152288{number:05}\n" for number in range(50)) + "x\n", encoding="utf-8")
    heard: list[Progress] = []
    import_contacts(path, GROUP, batch_size=10, concurrency=1, progress=heard.append, **account)
    assert [progress.created for progress in heard] == [10, 20, 30, 40, 50]
    assert {(progress.total, progress.to_mend) for progress in heard} == {(50, 1)}
    assert heard[-1].done == 50


def test_notices_are_told(account: dict[str, Any], contacts: Path) -> None:
    heard: list[str] = []
    contacts.write_bytes("Name;Mobil\nJörg;0152 28817386\n".encode("cp1252"))
    import_contacts(contacts, GROUP, region="DE", notice=heard.append, **account)
    assert heard


def test_a_stopped_run_is_raised_with_its_summary_or_returned(
    sandbox: RunningSandbox, account: dict[str, Any], contacts: Path
) -> None:
    account |= {"retries": 0, "settle_wait": 0.01}
    sandbox.faults.plan(BATCH, Fault("status", status=503))
    stopped = import_contacts(contacts, GROUP, region="DE", raises=False, **account)
    assert stopped.exit_code is ExitCode.TEMPORARY
    assert stopped.error
    assert stopped.counts[Status.FAILED] == 2
    done = resume_run(**account)
    assert done.run == stopped.run
    assert done.counts[Status.CREATED] == 2
    assert resume_run(**account).idle


@pytest.mark.parametrize("raises", [True, False])
def test_what_stops_before_a_row_is_judged_is_always_raised(
    account: dict[str, Any], contacts: Path, *, raises: bool
) -> None:
    with pytest.raises(SettingsError, match="no group was named") as refused:
        import_contacts(contacts, raises=raises, **account)
    assert refused.value.summary is None


def test_a_refused_token_is_an_error_of_the_tree(
    sandbox: RunningSandbox, account: dict[str, Any], contacts: Path
) -> None:
    sandbox.faults.plan(ANY, Fault("status", status=401))
    with pytest.raises(TokenRefused):
        import_contacts(contacts, GROUP, region="DE", **account)


def test_rows_in_doubt_are_raised(sandbox: RunningSandbox, account: dict[str, Any], contacts: Path) -> None:
    account |= {"retries": 0, "settle_wait": 0.01, "timeout": 1}
    sandbox.faults.plan(BATCH, Fault("drop", stores="all"))
    sandbox.faults.plan(READ, Fault("status", status=503), skip=1, times=None)
    with pytest.raises(UnknownOutcome) as doubt:
        import_contacts(contacts, GROUP, region="DE", **account)
    assert doubt.value.summary.counts[Status.UNKNOWN] == 2


def test_a_name_that_is_mistyped_does_not_go_unheard(account: dict[str, Any], contacts: Path) -> None:
    with pytest.raises(TypeError, match="'mobil_only'"):
        import_contacts(contacts, GROUP, mobil_only=True, **account)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "wrong",
    [
        {"on_existing": "replace"},
        {"batch_size": 0},
        {"timeout": float("nan")},
        {"map": "phone=Mobil"},
        {"max_errors": "many"},
        {"include_opted_out": True},
        {"ignore_consent": True},
        {"create_group": "Kunden"},
    ],
)
def test_what_makes_no_sense_is_refused(account: dict[str, Any], contacts: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        import_contacts(contacts, GROUP, region="DE", **wrong, **account)


def test_the_token_is_in_no_repr(account: dict[str, Any], contacts: Path, tmp_path: Path) -> None:
    heard: list[object] = []
    done = import_contacts(
        contacts, GROUP, region="DE", notice=heard.append, progress=heard.append, on_request=heard.append, **account
    )
    secret = TOKEN.partition(":")[2]
    assert heard
    assert secret not in repr([done, *heard])
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert not kept


def test_nothing_left_is_an_error_only_of_the_run_that_is_named(account: dict[str, Any]) -> None:
    assert resume_run(**account).idle
    assert issubclass(NothingLeft, SettingsError)
