"""What answers look like, in JSON and in JSON-LD. Pure: from values to documents.

Fields: Phone-read, Group-read and the batch's schema of https://doc.lox24.eu/api/operations/phone_batch_post/
and its neighbours. Errors: those of API Platform up to 3.1 (`legacy`), or from 3.2 on (`modern`).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from lox24cli.sandbox.api.checking import Violation
from lox24cli.sandbox.api.negotiating import Form
from lox24cli.sandbox.world.behaviour import Behaviour
from lox24cli.sandbox.world.store import BlockedNumber, Group, Phone

Document = dict[str, Any]

_RFC_2616 = "https://tools.ietf.org/html/rfc2616#section-10"


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of one answer: of one form, under one behaviour."""

    form: Form
    behaviour: Behaviour

    def phone(self, phone: Phone, *, top: bool = True) -> Document:
        """Return Phone-read; `top`: it is the whole answer, and JSON-LD names its context."""
        number = phone[0]
        body: Document = {
            "id": number if self.behaviour.ids == "integer" else str(number),
            "phone": phone[2],
            "a": phone[3],
            "b": phone[4],
            "c": phone[5],
            "d": phone[6],
            "e": phone[7],
            "callback_data": phone[8],
            "subscribed_at": phone[9],
            "unsubscribed_at": phone[10],
            "unsubscribe_reason": phone[11],
        }
        return body if self.form == "json" else self._linked(body, "Phone", f"/phones/{number}", top=top)

    def group(self, group: Group, *, top: bool = True) -> Document:
        """Return Group-read."""
        body: Document = group._asdict()
        if not self.behaviour.count_items:
            del body["count_items"]
        return body if self.form == "json" else self._linked(body, "Group", f"/groups/{group.id}", top=top)

    def blocked_number(self, blocked: BlockedNumber, *, top: bool = True) -> Document:
        """Return one entry of the block list."""
        body: Document = blocked._asdict()
        if self.behaviour.times == "iso":
            added_at = dt.datetime.fromtimestamp(blocked.added_at, dt.UTC)
            body["added_at"] = added_at.isoformat()
        if self.form == "json":
            return body
        return self._linked(body, "BlockedNumber", f"/blocked_numbers/{blocked.id}", top=top)

    def _linked(self, body: Document, kind: str, iri: str, *, top: bool) -> Document:
        context = {"@context": f"/contexts/{kind}"} if top else {}
        return {**context, "@id": iri, "@type": kind, **body}

    def account(self, client_id: str, groups: Sequence[Group]) -> Document:
        """Return what GET /me tells of the account."""
        body: Document = {
            "id": int(client_id) if client_id.isdecimal() else client_id,
            "currency": "EUR",
            "balance_amount": 100.0,
            "balance_changed_at": 1_600_000_000,
            "is_text_deleted": False,
            "services": dict.fromkeys(("economy", "pro", "text2speech", "text2speech_ssml", "direct"), True),
            # An empty map comes out of PHP as a list.
            "groups": {str(group.id): f"/groups/{group.id}" for group in groups} or [],
        }
        return body if self.form == "json" else self._linked(body, "Account", "/me", top=True)

    def listing(
        self, kind: str, path: str, members: Sequence[Document], *, total: int, page: int, pages: int
    ) -> Document | list[Document]:
        """Return a list: the bare array, or a JSON-LD collection, with its view when it has pages."""
        if self.form == "json":
            return list(members)
        key = "member" if self.behaviour.member == "member" else "hydra:member"
        body: Document = {
            "@context": f"/contexts/{kind}",
            "@id": path,
            "@type": "hydra:Collection",
            "hydra:totalItems": total,
            key: list(members),
        }
        if pages > 1:
            body["hydra:view"] = _view(path, page, pages)
        return body

    def batch(self, path: str, results: list[Document]) -> Document | list[Document] | None:
        """Return the answer to a batch: the documented one, or what the behaviour puts in its place."""
        shape: str = self.behaviour.batch_answer
        if self.form == "ld":
            shape = "hydra" if self.behaviour.member == "hydra:member" else self.behaviour.member
        if shape == "array":
            return results
        only = results[0] if shape == "single" and len(results) == 1 else None
        if self.form == "json" and shape == "single":
            return only or results
        return {
            "@context": "/contexts/Phone",
            "@id": path,
            "@type": "hydra:Collection",
            "hydra:totalItems": len(results),
            "member" if shape == "member" else "hydra:member": only or results,
        }

    def problem(self, status: int, detail: str, violations: Sequence[Violation] = ()) -> Document:
        """Return an error, of the whole request or of one item of a batch."""
        listed: Document = {}
        if violations:
            listed["violations"] = [
                {"propertyPath": path, "message": message, "code": code} for path, message, code in violations
            ]
        if self.behaviour.errors == "modern":
            return {**self._modern_problem(status, detail, violations), **listed}
        if self.form == "json":
            return {"type": _RFC_2616, "title": "An error occurred", "detail": detail, **listed}
        return {
            "@context": "/contexts/ConstraintViolationList" if violations else "/contexts/Error",
            "@type": "ConstraintViolationList" if violations else "hydra:Error",
            "hydra:title": "An error occurred",
            "hydra:description": detail,
            **listed,
        }

    def _modern_problem(self, status: int, detail: str, violations: Sequence[Violation]) -> Document:
        kind = f"/validation_errors/{violations[0].code}" if violations else f"/errors/{status}"
        title = "An error occurred" if violations else HTTPStatus(status).phrase
        body: Document = {"type": kind, "title": title, "status": status, "detail": detail}
        if self.form == "json":
            return body
        error = "ConstraintViolation" if violations else "Error"
        prefix = "" if self.behaviour.member == "member" else "hydra:"
        described = {f"{prefix}title": title, f"{prefix}description": detail}
        return {"@context": f"/contexts/{error}", "@id": kind, "@type": error, **body, **described}


def _view(path: str, page: int, pages: int) -> Document:
    view = {
        "@id": f"{path}?page={page}",
        "@type": "hydra:PartialCollectionView",
        "hydra:first": f"{path}?page=1",
        "hydra:last": f"{path}?page={pages}",
    }
    if page > 1:
        view["hydra:previous"] = f"{path}?page={page - 1}"
    if page < pages:
        view["hydra:next"] = f"{path}?page={page + 1}"
    return view
