"""Why digits are no number, in words. Knows no numbering plan: it is told the facts."""

from collections.abc import Sequence

from lox24cli.model import Code
from lox24cli.numbers.values import NoNumber
from lox24cli.wording import counted

_SHORTEST, _LONGEST = 5, 15
"""Digits of a number of unknown country; E.164 6.2.1 has at most 15."""


def refuse_without_region(count: int) -> NoNumber:
    """Reject `count` digits that show no country where no region is given."""
    if count < _SHORTEST:
        return NoNumber(Code.PHONE_TOO_SHORT, f"has only {counted(count, 'digit')}")
    if count > _LONGEST:
        return NoNumber(Code.PHONE_TOO_LONG, f"has {counted(count, 'digit')}, a number has at most {_LONGEST}")
    return NoNumber(
        Code.PHONE_COUNTRY_UNKNOWN,
        "has no country code; name the country with --region, such as --region DE, or write it with + and its code",
    )


def refuse_country(digits: str) -> NoNumber:
    """Reject a + or 00 before digits that begin with no country's calling code."""
    reason = "has a 0 where the country code belongs" if digits.startswith("0") else "begins with no country's code"
    return NoNumber(Code.PHONE_COUNTRY_UNKNOWN, f"{reason}; write it with + and the country code")


def refuse_inner_plus() -> NoNumber:
    """Reject digits on both sides of a +."""
    return NoNumber(Code.PHONE_UNREADABLE, "has a + inside")


def refuse_doubtful(code: str) -> NoNumber:
    """Reject bare digits that begin with the region's own code and fit no mobile of it."""
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        f"begins like a number with the country code {code} but has not as many digits; write it with + or with its 0",
    )


def refuse_local() -> NoNumber:
    """Reject bare digits that are as short as a number is in its own town."""
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        "may lack its area code, or only the 0 before it; write it with both, or with + and the country code",
    )


def refuse_lost_plus(phone: str, country: str, against: str) -> NoNumber:
    """Reject bare digits that are a number of another country only, for what speaks against it."""
    of = f" ({country})" if country else ""
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        f"would be {phone}{of} if it has lost its +{f', but {against}' if against else ''}; "
        "write it with + and the country code",
    )


def refuse_lost_zero(against: str) -> NoNumber:
    """Reject bare digits that are a landline only with a 0 before them."""
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        f"would be a landline if it has lost its 0{f', but {against}' if against else ''}; "
        "write it with its 0, or with + and the country code",
    )


def refuse_length(code: Code, count: int, behind: str, country: str, lengths: Sequence[int]) -> NoNumber:
    """Reject a number of `count` digits `behind` its prefix; mobiles of `country` have one of `lengths`."""
    reason = f"has {counted(count, 'digit')}{f' after {behind}' if behind else ''}"
    begun = ""
    if count in lengths:  # of other networks' mobiles
        begun = " that begins so"
        lengths = [length for length in lengths if (length > count if code is Code.PHONE_TOO_SHORT else length < count)]
    if country and lengths:
        reason += f", a mobile in {country}{begun} has {_list(lengths)}"
    return NoNumber(code, reason)


def refuse_plan(country: str) -> NoNumber:
    """Reject digits of a possible length that the country has not given out."""
    return NoNumber(Code.PHONE_INVALID, f"is no number that exists{f' in {country}' if country else ''}")


def _list(lengths: Sequence[int]) -> str:
    """`10 or 11`, `7 to 13`."""
    if len(lengths) > 2:  # noqa: PLR2004 - two are named, more are a span
        return f"{min(lengths)} to {max(lengths)}"
    return " or ".join(map(str, lengths))
