"""Several emulators in one process, each at `/<code>`: many carriers without as many processes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send


def mounted(apps: Mapping[str, Starlette]) -> Starlette:
    """Return one application; its root lists the codes. What each emulator does on the side (pushes) goes on."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        # A mounted application is not told of beginning and end by itself.
        async with AsyncExitStack() as stack:
            for app in apps.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield

    async def listing(request: Request) -> Response:
        return JSONResponse({code: f"{str(request.base_url).rstrip('/')}/{code}" for code in apps})

    places = [Mount(f"/{code}", _at_its_own_root(app)) for code, app in apps.items()]
    return Starlette(routes=[Route("/", listing), *places], lifespan=lifespan)


def _at_its_own_root(app: ASGIApp) -> ASGIApp:
    """Let `request.base_url` inside the application be the address under which it is mounted, as for labels' links."""

    async def mounted_app(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "app_root_path": scope["root_path"]}, receive, send)

    return mounted_app
