"""Who wants messages, as the file itself says: header and answers together, in seven languages; never a silent yes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from lox24cli.errors import MappingError, SettingsError
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.consent_column import Answer, read_answer
from lox24cli.mapping.consent_search import find_consents
from lox24cli.mapping.leaving_column import find_leaving, is_past
from lox24cli.mapping.map_columns import map_columns
from lox24cli.mapping.map_file import load_map, save_map
from lox24cli.model import Column, SourceRow

WISHED = (
    ("SMS erlaubt", "ja", "nein"), ("SMS-Versand erlaubt? (ja/nein)", "Ja", "Nein"), ("Einwilligung SMS", "J", "N"),
    ("Accepts SMS Marketing", "yes", "no"), ("SMS opt-in", "TRUE", "FALSE"), ("sms_consent", "1", "0"),
    ("Consent", "yes", "no"), ("Text messages OK?", "Y", "N"), ("smsOptIn", "true", "false"),
    ("Accepte les SMS", "oui", "non"), ("SMS?", "ja", "nein danke"), ("Consentement SMS", "Oui", "Non"),
    ("Acepta SMS", "sí", "no"), ("Consenso SMS", "sì", "no"), ("Zgoda na SMS", "tak", "nie"),
    ("SMS toegestaan", "ja", "nee"), ("SMS-Marketing-Status", "subscribed", "unsubscribed"), ("SMS", "ja", "nein"),
    ("Dürfen wir Ihnen SMS senden?", "gerne", "lieber nicht, nein"), ("Werbung", "ja", "nein"),
    ("DSGVO-Einwilligung", "x", "nein"), ("Einwilligung SMS vom", "01.02.2024", "abgelehnt"),
    ("SMS Consent", "granted", "not granted"), ("SMS ok", "✓", "✗"), ("SMS", "SUBSCRIBED", "NEVER_SUBSCRIBED"),
    ("Marketing consent", "✔️", "❌"), ("Nachrichten erlaubt", "ja", "nein"),
)  # fmt: skip
UNWISHED = (
    ("Werbesperre", "nein", "x"), ("Do Not SMS", "0", "1"), ("Keine SMS", "", "X"), ("SMS gesperrt", "nein", "ja"),
    ("Unsubscribed from SMS", "no", "yes"), ("SMS Opt Out", "FALSE", "TRUE"), ("Do not text", "", "yes"),
    ("Opt-out", "0", "1"), ("Ne pas envoyer de SMS", "non", "oui"), ("No enviar SMS", "no", "sí"),
    ("Non inviare SMS", "no", "sì"), ("Don't text", "n", "y"), ("Nie wysyłać SMS", "nie", "tak"),
    ("Geen sms", "", "x"), ("HasOptedOutOfSMS", "false", "true"), ("sms_opt_out", "no", "yes"),
    ("Kontaktsperre", "", "ja"), ("SMS-Sperre", "", "1"), ("Unsubscribed at", "", "2024-05-01 10:00"),
    ("DoNotText", "", "1"), ("SMS-Einwilligung widerrufen", "nein", "ja"), ("SMS consent withdrawn", "no", "yes"),
    ("Opted out", "", "opted out"), ("SMS abbestellt", "nein", "ja"), ("Blacklist", "", "x"),
    ("Nicht kontaktieren", "", "x"), ("No SMS", "no", "yes"),
)  # fmt: skip
ELSEWHERE = (
    "Accepts Email Marketing", "Newsletter", "E-Mail erlaubt", "Email opt-out", "Fax Opt Out", "Do Not Email",
    "Do Not Call", "Foto erlaubt", "Bezahlt", "Vegetarier", "Newsletter abonniert", "Tax Exempt", "WhatsApp Opt-in",
    "SMS gesendet", "SMS sent", "SMS consent source", "Kontaktiert", "Einwilligung Fotos", "Einwilligung Eltern",
    "Angemeldet", "Status", "DOUBLE_OPT-IN",
)  # fmt: skip


def find(
    header: str, *answers: str, requests: Sequence[str] = (), other: str = "Ort", ignore: bool = False
) -> ColumnMap:
    """Map a file with this column."""
    columns = tuple(Column(index, name) for index, name in enumerate(("Mobil", header, other)))
    rows = [SourceRow(n, n, (f"0171 {4938270 + n}", answer, "")) for n, answer in enumerate(answers, start=2)]
    return map_columns(columns, rows, region="DE", requests=requests, ignore_consent=ignore)


def held(column_map: ColumnMap, answer: str) -> bool:
    """Tell whether a row with that answer is not sent to."""
    skip = column_map.draft(SourceRow(9, 9, ("0171 4938279", answer, ""))).skip
    assert skip is None or "(B9)" in skip.message
    return skip is not None


@pytest.mark.parametrize(("header", "welcome", "unwelcome"), [*WISHED, *UNWISHED])
def test_an_explicit_no_is_held_and_a_blank_decides_nothing(header: str, welcome: str, unwelcome: str) -> None:
    found = find(header, welcome, unwelcome, welcome, "")
    assert not held(found, welcome)
    assert held(found, unwelcome)
    assert not held(found, "")
    assert held(found, "mal sehen")


@pytest.mark.parametrize("header", ELSEWHERE)
@pytest.mark.parametrize("answers", [("ja", "nein", ""), ("1", "0", "1")])
def test_a_no_to_something_else_is_none_to_messages(header: str, answers: tuple[str, ...]) -> None:
    assert find(header, *answers).consents == ()


@pytest.mark.parametrize(
    ("header", "answers"),
    [
        ("SMS-Service", ("ja", "nein")),  # which of them is welcome?
        ("SMS Opt-in / Opt-out", ("ja", "nein")),
        ("Gesperrt", ("ja", "")),  # for messages, or for orders?
        ("SMS erlaubt", ("vielleicht", "manchmal", "ja")),
        ("Consent", ("Web form", "Papier")),
    ],
)
def test_what_cannot_be_known_is_asked(header: str, answers: tuple[str, ...]) -> None:
    with pytest.raises(MappingError) as asked:
        find(header, *answers)
    assert asked.value.code == "consent-column-ambiguous"
    assert f'--consent "{header}"' in str(asked.value.hint)
    assert f'--consent "not {header}"' in str(asked.value.hint)
    assert "--ignore-consent --yes" in str(asked.value.hint)
    assert find(header, *answers, ignore=True).consents == ()


@pytest.mark.parametrize(
    ("header", "answers"), [("Gesperrt", ("nein", "")), ("SMS Opt-in / Opt-out", ("opted in", "opted out"))]
)
def test_nothing_is_asked_that_the_answers_say(header: str, answers: tuple[str, ...]) -> None:
    find(header, *answers)


def test_a_named_column_is_read_as_it_is_said(tmp_path: Path) -> None:
    welcome = find("SMS-Service", "ja", "nein", requests=["consent=SMS-Service"])
    assert (held(welcome, "ja"), held(welcome, "nein")) == (False, True)
    turned = find("SMS-Service", "ja", "nein", requests=["consent=not SMS-Service"])
    assert (held(turned, "ja"), held(turned, "nein")) == (True, False)
    assert not held(find("SMS erlaubt", "ja", "nein", requests=["consent=Ort"]), "nein")
    for mapped in (welcome, turned):
        save_map(tmp_path / "map.toml", mapped, mapped.columns)
        again = find("SMS-Service", "ja", "nein", requests=load_map(tmp_path / "map.toml", mapped.columns).requests)
        assert again.consents == mapped.consents
    with pytest.raises(SettingsError, match="names no column"):
        find("SMS-Service", "ja", requests=["consent="])


def test_every_column_can_say_no() -> None:
    columns = [Column(index, name) for index, name in enumerate(("Mobil", "SMS erlaubt", "Werbesperre"))]
    found = map_columns(columns, [SourceRow(2, 2, ("0171 4938271", "ja", "x"))], region="DE")
    assert [consent.column for consent in found.consents] == [1, 2]
    for answers, is_held in ((("ja", ""), False), (("ja", "x"), True), (("nein", ""), True), (("?", ""), True)):
        assert (found.draft(SourceRow(3, 3, ("0171 4938272", *answers))).skip is not None) is is_held


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Nein, bitte nicht", Answer.NO),
        ("nicht gewünscht", Answer.UNWANTED),
        ("ja, gerne", Answer.YES),
        ("☐", Answer.NO),
        ("nicht gesperrt", Answer.STRANGE),
        ("ja, aber nicht sonntags", Answer.STRANGE),
        ("–", Answer.BLANK),
        ("?", Answer.STRANGE),
        ("2024-05-01T10:00:00Z", Answer.YES),
        ("12. März 2024", Answer.YES),
        ("pending", Answer.STRANGE),
        ("2", Answer.STRANGE),
        ("SMS nicht erlaubt", Answer.UNWANTED),
        ("WAHR", Answer.YES),
        ("FAŁSZ", Answer.NO),
    ],
)
def test_answers_are_understood_or_strange(text: str, answer: Answer) -> None:
    assert read_answer(text) is answer


def test_a_column_of_phones_or_texts_is_no_consent() -> None:
    """Brevo's `SMS` holds numbers; a remark is no answer."""
    for texts in (("0171 4938271", "0160 9182736"), ("Hallo!", "Bis morgen")):
        rows = [SourceRow(n, n, (text,)) for n, text in enumerate(texts, start=2)]
        assert find_consents([Column(0, "SMS")], rows) == ()
    numbers = [SourceRow(2, 2, ("0171 4938271",))]
    assert find_consents([Column(0, "Handy erlaubt")], numbers) == ()


@pytest.mark.parametrize(
    "header", ["Austritt", "Austrittsdatum", "Left on", "Exit date", "Date de sortie", "Fecha de baja"]
)
def test_when_somebody_left_is_found(header: str) -> None:
    assert find_leaving([Column(0, header)]) is not None
    assert find_leaving([Column(0, f"{header} Kasse")]) is None


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("31.12.2023", True),
        ("2023-12-31", True),
        ("12/31/23", True),
        ("31.12.2027", False),
        ("", False),
        ("bald", False),
        ("01/02/2026", True),
        ("11/12/2026", False),
        ("99.99.2020", False),
    ],
)
def test_a_day_is_past_in_whatever_order_it_is_written(text: str, past: bool) -> None:  # noqa: FBT001
    assert is_past(text, date(2026, 11, 28)) is past
