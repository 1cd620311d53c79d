"""Which form of answer a request asks for, and which form its body has.

Knows no HTTP library. LOX24 documents `application/json` and `application/ld+json` for every answer, and
`application/json` for bodies (https://doc.lox24.eu/api/); what happens without Accept, or with another
one, is undocumented: JSON, and 406, as API Platform does.
"""

from typing import Literal

Form = Literal["json", "ld"]

JSON = "application/json"
JSON_LD = "application/ld+json"
CSV = "text/csv"


def choose_form(accept: str | None) -> Form | None:
    """Return the form that `accept` (RFC 9110 12.5.1) prefers, JSON on a tie; None: neither will do."""
    weights = _weights(accept)
    json, ld = _weight(JSON, weights), _weight(JSON_LD, weights)
    if not json and not ld:
        return None
    return "ld" if ld > json else "json"


def accepts_csv(accept: str | None) -> bool:
    """Tell whether the group's file may be sent."""
    return _weight(CSV, _weights(accept)) > 0


def is_json_body(content_type: str | None) -> bool:
    """Tell whether a body may be read; JSON-LD bodies are not among the documented ones."""
    return (content_type or "").partition(";")[0].strip().lower() == JSON


def _weights(accept: str | None) -> dict[str, float]:
    weights = {}
    for part in (accept or "*/*").split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                weight = _number(parameter[2:])
        if media:
            weights[media] = weight
    return weights


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _weight(media: str, weights: dict[str, float]) -> float:
    """Return the weight of `media`; the most exact range that matches it counts."""
    for media_range in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if media_range in weights:
            return weights[media_range]
    return 0.0
