"""Why digits are no number, in words. Knows no numbering plan: it is told the facts."""

import functools

from lox24cli.model import Code
from lox24cli.numbers.values import NoNumber
from lox24cli.translating import joined, phrase
from lox24cli.wording import counted

_SHORTEST, _LONGEST = 5, 15
"""Digits of a number of unknown country; E.164 6.2.1 has at most 15."""


@functools.cache
def refuse_without_region(count: int) -> NoNumber:
    """Reject `count` digits that show no country where no region is given."""
    if count < _SHORTEST:
        return NoNumber(Code.PHONE_TOO_SHORT, phrase("has only {digits}", digits=counted(count, "digit")))
    if count > _LONGEST:
        return NoNumber(
            Code.PHONE_TOO_LONG,
            phrase("has {digits}, a number has at most {most}", digits=counted(count, "digit"), most=_LONGEST),
        )
    return NoNumber(
        Code.PHONE_COUNTRY_UNKNOWN,
        phrase(
            "has no country code; name the country with --region, such as --region DE, or write it with + and its code"
        ),
    )


def refuse_country(digits: str) -> NoNumber:
    """Reject a + or 00 before digits that begin with no country's calling code."""
    reason = (
        phrase("has a 0 where the country code belongs; write it with + and the country code")
        if digits.startswith("0")
        else phrase("begins with no country's code; write it with + and the country code")
    )
    return NoNumber(Code.PHONE_COUNTRY_UNKNOWN, reason)


def refuse_inner_plus() -> NoNumber:
    """Reject digits on both sides of a +."""
    return NoNumber(Code.PHONE_UNREADABLE, phrase("has a + inside"))


@functools.cache
def refuse_doubtful(code: str) -> NoNumber:
    """Reject bare digits that begin with the region's own code and fit no mobile of it."""
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        phrase(
            "begins like a number with the country code {code} but has not as many digits; write it with "
            "+ or with its 0",
            code=code,
        ),
    )


@functools.cache
def refuse_local() -> NoNumber:
    """Reject bare digits that are as short as a number is in its own town."""
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        phrase("may lack its area code, or only the 0 before it; write it with both, or with + and the country code"),
    )


def refuse_lost_plus(phone: str, country: str, against: str) -> NoNumber:
    """Reject bare digits that are a number of another country only, for what speaks against it."""
    of = f" ({country})" if country else ""
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        phrase(
            "would be {phone}{of} if it has lost its +{but}; write it with + and the country code",
            phone=phone,
            of=of,
            but=_but(against),
        ),
    )


@functools.cache
def refuse_lost_zero(against: str) -> NoNumber:
    """Reject bare digits that are a landline only with a 0 before them."""
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        phrase(
            "would be a landline if it has lost its 0{but}; write it with its 0, or with + and the country code",
            but=_but(against),
        ),
    )


@functools.cache
def refuse_length(code: Code, count: int, behind: str, country: str, lengths: tuple[int, ...]) -> NoNumber:
    """Reject a number of `count` digits `behind` its prefix; mobiles of `country` have one of `lengths`."""
    after = phrase(" after {prefix}", prefix=behind) if behind else ""
    reason = phrase("has {digits}{after}", digits=counted(count, "digit"), after=after)
    is_begun = count in lengths
    if is_begun:  # of other networks' mobiles
        is_short = code is Code.PHONE_TOO_SHORT
        lengths = tuple(length for length in lengths if (length > count if is_short else length < count))
    if country and lengths:
        mobile = phrase(
            "{reason}, a mobile in {country} that begins so has {lengths}"
            if is_begun
            else "{reason}, a mobile in {country} has {lengths}",
            reason=reason,
            country=country,
            lengths=_list(lengths),
        )
        return NoNumber(code, mobile)
    return NoNumber(code, reason)


@functools.cache
def refuse_plan(country: str) -> NoNumber:
    """Reject digits of a possible length that the country has not given out."""
    said = phrase("is no number that exists in {country}", country=country) if country else None
    return NoNumber(Code.PHONE_INVALID, said or phrase("is no number that exists"))


def _but(against: str) -> str:
    return phrase(", but {against}", against=against) if against else ""


def _list(lengths: tuple[int, ...]) -> str:
    """`10 or 11`, `7 to 13`."""
    if len(lengths) > 2:  # noqa: PLR2004 - two are named, more are a span
        return phrase("{least} to {most}", least=min(lengths), most=max(lengths))
    return joined(phrase(" or "), map(str, lengths))
