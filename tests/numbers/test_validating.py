from collections.abc import Mapping

import pytest

from lox24cli.model import Code, Contact, Draft, Field, PhoneCell, Rejected, Undecided
from lox24cli.numbers.validating import Validator
from lox24cli.row_facts import PhonePlace

GOOD = "+49 176 12345678"
AMBIGUOUS = "15123456789"
"""In Germany: a mobile without its 0, or one of Texas without its +."""

LOST = (
    "the spreadsheet rounded the number and its last digits are gone; "
    "format the column as Text in the original list and export again"
)
UNSETTLED = "and its column does not settle which; write it with + and the country code"


def make_draft(*cells: str, row: int = 37, fields: Mapping[Field, str] | None = None) -> Draft:
    names = ("Mobil", "Telefon privat", "Firma")
    phones = tuple(
        PhoneCell(text, PhonePlace(name, (letter,), index), row)
        for index, (text, name, letter) in enumerate(zip(cells, names, "DEF", strict=False))
    )
    return Draft(row, row + 1, row, phones, fields or {})


def check(*cells: str, mobile_only: bool = False, fields: Mapping[Field, str] | None = None) -> Contact | Rejected:
    """Give the verdict on a file of one row."""
    validator = Validator(region="DE", mobile_only=mobile_only)
    verdict = validator.examine(make_draft(*cells, fields=fields))
    return validator.decide(verdict.draft) if isinstance(verdict, Undecided) else verdict


def check_column(cells: list[str], *, mobile_only: bool = False) -> tuple[list[Contact | Rejected], tuple[str, ...]]:
    """Give the verdicts on a file of one phone column, in order, and the evidence."""
    validator = Validator(region="DE", mobile_only=mobile_only)
    examined = [validator.examine(make_draft(cell, row=row)) for row, cell in enumerate(cells, start=2)]
    verdicts = [validator.decide(one.draft) if isinstance(one, Undecided) else one for one in examined]
    return verdicts, validator.evidence


def test_a_good_row_becomes_a_contact_that_keeps_its_cell_and_fields() -> None:
    fields: Mapping[Field, str] = {"a": "Frau", "b": "Müller"}
    verdict = check("'0176/12345678", fields=fields)
    assert isinstance(verdict, Contact)
    assert (verdict.number, verdict.line, verdict.input) == (37, 38, "'0176/12345678")
    assert (verdict.phone, verdict.country, verdict.fields) == ("+4917612345678", "DE", fields)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("4,91766E+12", f'row 37, Mobil (D37): "4,91766E+12" is scientific notation: {LOST}'),
        ("0176 1234", 'row 37, Mobil (D37): "0176 1234" has 7 digits after the 0, a mobile in DE has 10 or 11'),
        (
            "0152 2143658",
            'row 37, Mobil (D37): "0152 2143658" has 10 digits after the 0, a mobile in DE that begins so has 11',
        ),
        (AMBIGUOUS, f'row 37, Mobil (D37): "15123456789" can be +15123456789 or +4915123456789, {UNSETTLED}'),
        ("", "row 37, Mobil (D37): no phone number"),
        ("keine", 'row 37, Mobil (D37): "keine" is not a number'),
        ("Mobil:", 'row 37, Mobil (D37): "Mobil:" holds no number'),
    ],
)
def test_a_rejection_says_where_what_and_what_to_do(cell: str, message: str) -> None:
    verdict = check(cell)
    assert isinstance(verdict, Rejected)
    assert verdict.message == message
    assert verdict.input == cell


def test_a_row_of_a_failed_file_is_called_by_its_first_number() -> None:
    draft = Draft(4, 5, 1204, (PhoneCell("keine", PhonePlace("Mobil", ("D",)), 4),), {})
    verdict = Validator(region="DE").examine(draft)
    assert isinstance(verdict, Rejected)
    assert (verdict.number, verdict.line) == (4, 5)
    assert verdict.message.startswith("row 1204, Mobil (D4): ")


def test_a_quoted_cell_cannot_drive_the_terminal_or_fill_it() -> None:
    verdict = check("\x1b[31mkeine\n\u202e" + "x" * 200)
    assert isinstance(verdict, Rejected)
    assert verdict.message.isprintable()
    assert "\\x1b[31mkeine\\n\\u202e" in verdict.message
    assert len(verdict.message) < 160


class TestSeveralPhoneColumns:
    def test_the_first_filled_one_counts(self) -> None:
        verdict = check("", "0176 12345678", "0171 1234567")
        assert isinstance(verdict, Contact)
        assert (verdict.phone, verdict.input, verdict.note) == ("+4917612345678", "0176 12345678", "")

    def test_an_unusable_one_is_passed_over_and_told(self) -> None:
        verdict = check("4,91766E+12", "-", "030 12345678")
        assert isinstance(verdict, Contact)
        assert (verdict.phone, verdict.input) == ("+493012345678", "030 12345678")
        assert verdict.note == "Mobil (D37) has phone-damaged: taken from Firma (F37); fixed line: cannot take an SMS"

    def test_the_first_filled_one_is_told_when_none_is_usable(self) -> None:
        verdict = check("-", "keine", "4,91766E+12")
        assert isinstance(verdict, Rejected)
        assert (verdict.code, verdict.input) == (Code.PHONE_UNREADABLE, "keine")

    def test_blank_ones_are_a_missing_phone(self) -> None:
        verdict = check("", " ", "-")
        assert isinstance(verdict, Rejected)
        assert verdict.code is Code.PHONE_MISSING

    def test_a_number_in_doubt_waits_for_its_column_before_the_next_is_taken(self) -> None:
        validator = Validator(region="DE")
        assert validator.examine(make_draft(AMBIGUOUS, GOOD)) == Undecided(make_draft(AMBIGUOUS, GOOD))
        verdict = validator.decide(make_draft(AMBIGUOUS, GOOD))
        assert isinstance(verdict, Contact)
        assert verdict.note == "Mobil (D37) has phone-ambiguous: taken from Telefon privat (E37)"

    def test_each_column_has_its_own_vote(self) -> None:
        """Twenty national mobiles beside it do not make a German of the lone number."""
        validator = Validator(region="DE")
        for row in range(30):
            validator.examine(make_draft("", f"0171 12345{row:02}", row=row))
        doubtful = make_draft(AMBIGUOUS)
        validator.examine(doubtful)
        assert isinstance(validator.decide(doubtful), Rejected)


class TestMobileOnly:
    @pytest.mark.parametrize("cell", ["030 12345678", "0800 1000000", "0900 1000000"])
    def test_other_kinds_are_rejected(self, cell: str) -> None:
        verdict = check(cell, mobile_only=True)
        assert isinstance(verdict, Rejected)
        assert verdict.code is Code.PHONE_NOT_MOBILE

    def test_a_plan_that_does_not_tell_counts_as_mobile(self) -> None:
        assert isinstance(check("+1 212 555 1234", mobile_only=True), Contact)

    def test_the_next_column_may_have_the_mobile(self) -> None:
        verdict = check("030 12345678", GOOD, mobile_only=True)
        assert isinstance(verdict, Contact)
        assert verdict.note == "Mobil (D37) has phone-not-mobile: taken from Telefon privat (E37)"

    def test_without_it_they_pass_and_are_told(self) -> None:
        verdicts, _ = check_column(["030 12345678", "0176 12345678", "0800 1000000"])
        told = [(verdict.mobile, verdict.note) for verdict in verdicts if isinstance(verdict, Contact)]
        assert told == [
            (False, "fixed line: cannot take an SMS"),
            (True, ""),
            (False, "toll-free number: cannot take an SMS"),
        ]


class TestLimits:
    @pytest.mark.parametrize("character", ["x", "ü", "😀", "漢"])
    def test_characters_are_counted_not_bytes(self, character: str) -> None:
        assert isinstance(check(GOOD, fields={"c": character * 1530, "callback_data": character * 36}), Contact)

    @pytest.mark.parametrize("character", ["x", "ü", "😀"])
    def test_one_more_is_too_long(self, character: str) -> None:
        verdict = check(GOOD, fields={"a": "Frau", "c": character * 1531})
        assert isinstance(verdict, Rejected)
        assert verdict.code is Code.FIELD_TOO_LONG
        assert verdict.message == "row 37: c has 1,531 characters, the limit is 1,530; shorten it"

    def test_callback_data_has_its_own_code(self) -> None:
        verdict = check(GOOD, fields={"callback_data": "ü" * 37})
        assert isinstance(verdict, Rejected)
        assert (verdict.code, verdict.input) == (Code.CALLBACK_DATA_TOO_LONG, GOOD)
        assert "37 characters, the limit is 36" in verdict.message

    def test_the_phone_is_told_first(self) -> None:
        verdict = check("keine", fields={"a": "x" * 2000})
        assert isinstance(verdict, Rejected)
        assert verdict.code is Code.PHONE_UNREADABLE


class TestVote:
    def test_an_unclear_number_follows_its_column(self) -> None:
        cells = [f"0171 12345{row:02}" for row in range(39)] + ["+49 171 1234567", AMBIGUOUS, AMBIGUOUS]
        verdicts, evidence = check_column(cells)
        assert isinstance(verdicts[-1], Contact)
        assert (verdicts[-1].phone, verdicts[-1].note) == ("+4915123456789", "read as national, like 97 % of Mobil")
        assert evidence == (
            "97 % of 40 clear cells in Mobil are written nationally, so 2 unclear ones were read so too",
        )

    def test_it_follows_an_international_one_too(self) -> None:
        cells = [f"491711234{row:03}" for row in range(20)] + [f"121255512{row}" for row in range(10, 30)] + [AMBIGUOUS]
        verdicts, evidence = check_column(cells)
        assert isinstance(verdicts[-1], Contact)
        assert verdicts[-1].phone == "+15123456789"
        assert "with their country code, so 1 unclear one was read so too" in evidence[0]

    def test_two_landlines_of_the_region_follow_their_signs(self) -> None:
        """493012345678 is in Berlin with its country code, and near Leer without."""
        verdicts, _ = check_column([f"+49 30 12345{row:02}" for row in range(20)] + ["493012345678"])
        assert isinstance(verdicts[-1], Contact)
        assert verdicts[-1].phone == "+493012345678"

    @pytest.mark.parametrize(
        "cells",
        [
            [f"0171 12345{row:02}" for row in range(19)],
            [f"0171 12345{row:02}" for row in range(20)] + [f"+49 171 12345{row:02}" for row in range(3)],
            [f"0171 12345{row:02}" for row in range(50)] + ["+1 212 555 1234"],
            [f"0171 12345{row:02}" for row in range(50)] + ["41791234567"] * 8,
            [f"+49 171 12345{row:02}" for row in range(50)] + ["0171 1234567"],
            [f"+49 171 12345{row:02}" for row in range(50)],
            [f"49171123456{row:02}" for row in range(50)] + ["12125551234"],
            [f"121255512{row}" for row in range(10, 90)] + ["0171 1234567"],
        ],
        ids=[
            "too few",
            "not agreed",
            "a country's number",
            "a lost plus",
            "a national number",
            "another country",
            "few of the country",
            "one of each",
        ],
    )
    def test_it_does_not_follow_without_good_reason(self, cells: list[str]) -> None:
        verdicts, _ = check_column([*cells, AMBIGUOUS])
        assert isinstance(verdicts[-1], Rejected)
        assert verdicts[-1].code is Code.PHONE_AMBIGUOUS

    def test_what_is_held_back_is_in_the_evidence(self) -> None:
        _, evidence = check_column([AMBIGUOUS, GOOD])
        assert evidence == ("1 cell in Mobil can be read as two numbers, and the column does not settle which",)

    def test_a_foreign_mobile_yields_to_landlines_without_their_zero(self) -> None:
        """436641234567 is an Austrian mobile, but not where landlines have lost their 0."""
        alone, _ = check_column(["436641234567"])
        among, _ = check_column(["3012345678", "8912345678", "436641234567"])
        assert isinstance(alone[0], Contact)
        assert alone[0].note == "the only reading that is a mobile; a number of AT"
        assert isinstance(among[-1], Rejected)

    def test_deciding_twice_gives_the_same_and_changes_nothing(self) -> None:
        validator = Validator(region="DE")
        drafts = [make_draft(f"0171 12345{row:02}", row=row) for row in range(20)] + [make_draft(AMBIGUOUS)]
        for draft in drafts:
            validator.examine(draft)
        before = validator.evidence
        assert validator.decide(drafts[-1]) == validator.decide(drafts[-1])
        assert validator.evidence == before


class TestRounding:
    def test_zeros_that_many_cells_share_are_damage(self) -> None:
        verdicts, evidence = check_column([f"1761{row:02}10000" for row in range(10, 40)])
        assert {verdict.code for verdict in verdicts if isinstance(verdict, Rejected)} == {Code.PHONE_DAMAGED}
        assert not any(isinstance(verdict, Contact) for verdict in verdicts)
        assert evidence == ("in Mobil, 30 cells seem rounded by a spreadsheet: the last digits are gone",)

    def test_a_few_rounded_rows_in_a_good_column_are_found(self) -> None:
        good = [f"4917612{row:03}67{row % 9 + 1}" for row in range(100)]
        verdicts, _ = check_column([*good, "491761230000", "491711240000", "491721250000"])
        assert [isinstance(verdict, Contact) for verdict in verdicts] == [True] * 100 + [False] * 3

    @pytest.mark.parametrize(
        ("rounded", "count"),
        [
            (["4917612300000"], 40),
            (["4917612345000", "4917612346000", "4917612347000"], 9),
            (["4917612345600", "4917612346700", "4917612347800", "4917612348900"], 4),
        ],
        ids=["five zeros", "three zeros", "two zeros"],
    )
    def test_the_more_zeros_the_fewer_numbers_show_it(self, rounded: list[str], count: int) -> None:
        good = [f"4917612{row:03}67{row % 9 + 1}" for row in range(count)]
        verdicts, _ = check_column([*good, *rounded])
        assert [isinstance(verdict, Contact) for verdict in verdicts] == [True] * count + [False] * len(rounded)

    def test_one_round_number_among_many_is_a_number(self) -> None:
        good = [f"4917612{row:03}67{row % 9 + 1}" for row in range(100)]
        verdicts, _ = check_column([*good, "491761230000"])
        assert all(isinstance(verdict, Contact) for verdict in verdicts)

    def test_round_numbers_with_their_signs_are_not_accused(self) -> None:
        cells = [f"+49 89 {row}000000" for row in range(1, 10)] + [f"0800{row}000000" for row in range(1, 10)]
        verdicts, _ = check_column(cells)
        assert not [one for one in verdicts if isinstance(one, Rejected) and one.code is Code.PHONE_DAMAGED]

    def test_a_phone_that_many_rows_share_is_no_rounding(self) -> None:
        verdicts, _ = check_column(["491761234000"] * 5 + [f"4917612{row:03}678" for row in range(10)])
        assert all(isinstance(verdict, Contact) for verdict in verdicts)

    def test_mobiles_of_which_a_third_has_lost_one_digit_are_found(self) -> None:
        """By chance every tenth ends in 0."""
        good = [f"4917612{row:03}678" for row in range(60)]
        verdicts, _ = check_column([*good, *(f"4917613{row:03}680" for row in range(30))])
        assert [isinstance(verdict, Contact) for verdict in verdicts] == [True] * 60 + [False] * 30

    def test_switchboards_are_not_accused(self) -> None:
        """Every second landline of a list of firms ends in 0."""
        mobiles = [f"4917612{row:03}67{row % 10}" for row in range(30)]
        firms = [f"49304{row:03}6{row % 9 + 1}{0 if row % 2 else 1}" for row in range(60)]
        short = [f"49304{row:03}{row % 9 + 1}0" for row in range(12)]
        verdicts, _ = check_column([*mobiles, *firms, *short])
        assert all(isinstance(verdict, Contact) for verdict in verdicts)

    def test_single_precision_is_found(self) -> None:
        """A 32-bit column keeps multiples of 262144 at this size."""
        singles = [str(4917612345678 // 524288 * 524288 + step * 524288) for step in range(20)]
        verdicts, _ = check_column(singles)
        assert not any(isinstance(verdict, Contact) for verdict in verdicts)


class TestANumberWithoutItsAreaCode:
    @pytest.mark.parametrize("cell", ["445566", "44 55 66", "2345678", "44556677"])
    def test_it_is_no_landline_elsewhere(self, cell: str) -> None:
        """With a 0 before it, each is a valid number of another town."""
        verdict = check(cell)
        assert isinstance(verdict, Rejected)
        assert verdict.code is Code.PHONE_AMBIGUOUS
        assert "may lack its area code" in verdict.message

    def test_its_0_or_its_length_show_that_it_is_whole(self) -> None:
        for cell, phone in (("04455/66", "+49445566"), ("304455667", "+49304455667")):
            verdict = check(cell)
            assert isinstance(verdict, Contact)
            assert verdict.phone == phone

    def test_among_numbers_that_lost_their_zero_it_is_one_of_them(self) -> None:
        verdicts, _ = check_column([*(f"176123{n}" for n in range(4517, 4541)), "8912345"])
        assert isinstance(verdicts[-1], Contact)
        assert verdicts[-1].phone == "+498912345"

    def test_among_numbers_with_their_zero_it_is_told(self) -> None:
        verdicts, evidence = check_column([*(f"0176 123{n}" for n in range(4517, 4541)), "8912345"])
        assert isinstance(verdicts[-1], Rejected)
        assert evidence == ("1 cell in Mobil may lack the area code",)
