"""The rooms put together: the API and the controls behind one door. Knows no socket and no process."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from lox24cli.sandbox.api import group_routes, phone_routes
from lox24cli.sandbox.api.calls import Refusal, answer_refusal
from lox24cli.sandbox.serving import control
from lox24cli.sandbox.serving.door import Door
from lox24cli.sandbox.world.state import Sandbox


def build_app(sandbox: Sandbox) -> ASGIApp:
    """Return the ASGI application that serves `sandbox`."""
    api = _starlette(sandbox, [*phone_routes.ROUTES, *group_routes.ROUTES])
    return Door(sandbox, api, _starlette(sandbox, control.ROUTES))


def _starlette(sandbox: Sandbox, routes: Sequence[BaseRoute]) -> Starlette:
    app = Starlette(routes=routes, exception_handlers={Refusal: answer_refusal, HTTPException: answer_refusal})
    # /groups/ is no route of the API, and no redirect either.
    app.router.redirect_slashes = False
    app.state.sandbox = sandbox
    return app
