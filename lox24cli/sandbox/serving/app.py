"""The rooms put together: the API behind its door. Knows no socket and no process."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from lox24cli.sandbox.api import group_routes, phone_routes
from lox24cli.sandbox.api.calls import Refusal, answer_refusal
from lox24cli.sandbox.serving.door import Door
from lox24cli.sandbox.world.state import Sandbox


def build_app(sandbox: Sandbox) -> ASGIApp:
    """Return the ASGI application that serves `sandbox`."""
    api = Starlette(
        routes=[*phone_routes.ROUTES, *group_routes.ROUTES],
        exception_handlers={Refusal: answer_refusal, HTTPException: answer_refusal},
    )
    # /groups/ is no route of the API, and no redirect either.
    api.router.redirect_slashes = False
    api.state.sandbox = sandbox
    return Door(sandbox, api)
