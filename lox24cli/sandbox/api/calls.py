"""One request on its way through the rooms of the API, and the ways to refuse it.

The order is API Platform's: which form (406), who (401), which resource (404), what body (415, 400), and
only then what it says. Knows Starlette's requests; knows no resource.
"""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lox24cli.sandbox.api.checking import Misfit, Violation
from lox24cli.sandbox.api.negotiating import JSON_LD, accepts_csv, choose_form, is_json_body
from lox24cli.sandbox.api.shapes import Document, Shapes
from lox24cli.sandbox.world.authentication import find_credentials
from lox24cli.sandbox.world.behaviour import Behaviour
from lox24cli.sandbox.world.state import Sandbox
from lox24cli.sandbox.world.store import Group, Store

Found = TypeVar("Found")

UNAUTHORIZED = "Client ID or API key isn't active or invalid!"
BLOCKED = (
    "IP address was temporary blocked, because during short time from it was sent many request with invalid"
    " credentials. Please wait and try later."
)
_JSON_TYPE = "application/json; charset=utf-8"
_LD_TYPE = f"{JSON_LD}; charset=utf-8"
_PROBLEM_TYPE = "application/problem+json; charset=utf-8"


class Refusal(Exception):
    """The request as a whole is answered with an error."""

    def __init__(
        self,
        status: int,
        detail: str,
        violations: Sequence[Violation] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.violations = violations
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Call:
    """An admitted request: who asks, how the answer is to look, and the behaviour it meets."""

    request: Request
    sandbox: Sandbox
    behaviour: Behaviour
    shapes: Shapes
    client_id: str

    @property
    def store(self) -> Store:
        """The data."""
        return self.sandbox.store

    @property
    def id(self) -> int:
        """The id in the path."""
        return int(self.request.path_params["id"])

    def find_group_id(self) -> int:
        """Return the id of the group in the path.

        Raises:
            Refusal: 404.
        """
        return self.id if self.store.has_group(self.id) else found(None)

    def find_group(self) -> Group:
        """Return the group in the path, with the number of its phones.

        Raises:
            Refusal: 404.
        """
        return found(self.store.group(self.id, self.behaviour.list_lag))

    async def read(self) -> Any:  # noqa: ANN401  any JSON value
        """Return the body's JSON.

        Raises:
            Refusal: 415 for another content type, 400 for what is no JSON.
        """
        content_type = self.request.headers.get("content-type")
        if not is_json_body(content_type):
            detail = f'The content-type "{content_type or ""}" is not supported.'
            raise Refusal(415, f'{detail} Supported MIME types are "application/json".')
        try:
            return orjson.loads(await self.request.body())
        except orjson.JSONDecodeError as error:
            raise Refusal(400, "Syntax error") from error

    async def read_checked(self, check: Callable[[object], list[Violation]]) -> Document:
        """Return the body as an object without violations.

        Raises:
            Refusal: as read(), and for whatever `check` finds.
        """
        item = await self.read()
        try:
            violations = check(item)
        except Misfit as misfit:
            raise Refusal(400, str(misfit)) from misfit
        if violations:
            raise Refusal(self.behaviour.validation_status, summary(violations), violations)
        body: Document = item
        return body

    def page(self) -> int:
        """Return the page that is asked for, from 1.

        Raises:
            Refusal: 400 for what is no page number.
        """
        page = self.request.query_params.get("page", "1")
        if not (page.isascii() and page.isdigit() and int(page[:10]) >= 1):
            raise Refusal(400, "Page should not be less than 1")
        return int(page[:10])

    def answer(self, document: Any, status: int = 200) -> Response:  # noqa: ANN401  any JSON value
        """Return `document` in the form that was asked for."""
        media_type = _JSON_TYPE if self.shapes.form == "json" else _LD_TYPE
        return Response(orjson.dumps(document), status, media_type=media_type)

    def answer_page(self, kind: str, members: Sequence[Found], show: Callable[[Found], Document]) -> Response:
        """Return one page of a list that has pages of the documented kind."""
        size, page, path = self.behaviour.list_page_size, self.page(), self.request.url.path
        pages = math.ceil(len(members) / size)
        shown = [show(member) for member in members[(page - 1) * size : page * size]]
        return self.answer(self.shapes.listing(kind, path, shown, total=len(members), page=page, pages=pages))


Endpoint = Callable[[Call], Awaitable[Response]]


def found(resource: Found | None) -> Found:
    """Return what was found.

    Raises:
        Refusal: 404, nothing was.
    """
    if resource is None:
        raise Refusal(404, "Not Found")
    return resource


def summary(violations: Sequence[Violation]) -> str:
    """Return the violations as the `detail` that API Platform makes of them."""
    return "\n".join(f"{violation.path}: {violation.message}" for violation in violations)


def resource(path: str, *, csv: bool = False, **endpoints: Endpoint) -> Route:
    """Return the route of `path`, with an endpoint for each method, behind the checks that all have.

    `csv`: it gives a CSV file, whatever the form of its errors.
    """

    async def admit(request: Request) -> Response:
        sandbox: Sandbox = request.app.state.sandbox
        accept = request.headers.get("accept")
        form = choose_form(accept)
        if not (accepts_csv(accept) if csv else form):
            raise Refusal(406, f'Requested format "{accept}" is not supported.')
        credentials = find_credentials(request.headers)
        ip = request.client.host if request.client else ""
        if not sandbox.guard.admits(credentials, ip) or credentials is None:
            raise Refusal(401, UNAUTHORIZED)
        behaviour = sandbox.behaviour
        shapes = Shapes(form or "json", behaviour)
        call = Call(request, sandbox, behaviour, shapes, credentials.partition(":")[0])
        return await endpoints["GET" if request.method == "HEAD" else request.method](call)

    return Route(path, admit, methods=list(endpoints))


def compose_refusal(sandbox: Sandbox, accept: str | None, refusal: Refusal) -> Response:
    """Return the answer to a request that is refused, in the form it asked for, else in JSON."""
    shapes = Shapes(choose_form(accept) or "json", sandbox.behaviour)
    document = shapes.problem(refusal.status, refusal.detail, refusal.violations)
    media_type = _PROBLEM_TYPE if shapes.form == "json" else _LD_TYPE
    return Response(orjson.dumps(document), refusal.status, refusal.headers, media_type=media_type)


async def answer_refusal(request: Request, error: Exception) -> Response:
    """Return the answer to a Refusal, or to a route or method that there is not."""
    refusal = error if isinstance(error, Refusal) else _from_routing(request, error)
    return compose_refusal(request.app.state.sandbox, request.headers.get("accept"), refusal)


def _from_routing(request: Request, error: Exception) -> Refusal:
    if not isinstance(error, HTTPException):
        raise error
    route = f'"{request.method} {request.url.path}"'
    detail = f"No route found for {route}"
    if error.status_code == 405:  # noqa: PLR2004  RFC 9110 15.5.6
        allowed = (error.headers or {}).get("Allow", "")
        detail = f"{detail}: Method Not Allowed (Allow: {allowed})"
    return Refusal(error.status_code, detail, headers=dict(error.headers or {}))
