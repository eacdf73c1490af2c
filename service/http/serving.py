"""What routes do with every request: who calls, how long it may take, is the client still there."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from service.http.errors import ClientGoneError, TimeLimitError
from service.http.keeping import Caller
from service.http.problems import MEDIA_TYPE, Problem
from service.http.services import Services

Result = TypeVar("Result")

_PARSED_HERE_BYTES = 32_768
_bearer = HTTPBearer(auto_error=False, description="An API key; none while the server has no keys.")


class OffLoopRequest(Request):
    """A request whose body, if it is long, is parsed in a thread."""

    async def json(self) -> Any:
        """Parse the body."""
        body = await self.body()
        if len(body) <= _PARSED_HERE_BYTES:
            return await super().json()
        return await asyncio.to_thread(_parse, body)


class OffLoopRoute(APIRoute):
    """A route whose requests are `OffLoopRequest`s."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await handler(OffLoopRequest(request.scope, request.receive))

        return handle


def services_of(request: Request) -> Services:
    """Give the parts of the server."""
    services: Services = request.app.state.services
    return services


async def _depend_on_services(request: Request) -> Services:
    return services_of(request)  # asynchronous, since FastAPI calls others in threads


ServicesOf = Annotated[Services, Depends(_depend_on_services)]


def caller_for(scope: str) -> Callable[..., Coroutine[Any, Any, Caller]]:
    """Give a dependency that lets callers in whose key is good for something."""

    async def find_caller(request: Request, _bearer: Annotated[object, Depends(_bearer)]) -> Caller:
        return await services_of(request).gatekeeper.admit(presented_key(request), scope)

    return find_caller


def presented_key(request: Request) -> str | None:
    """Give the key in the Authorization header, whatever scheme its surface has."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() in {"bearer", "deepl-auth-key"} and value.strip() else None


async def serve(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """Await work, as long as the client is there and a request may take.

    Raises:
        TimeLimitError: it took too long.
        ClientGoneError: the client left; the work was given up.
    """
    limit = services_of(request).settings.request_timeout_s
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnect(request))
    try:
        await asyncio.wait({task, gone}, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        if gone.done():
            raise ClientGoneError
        raise TimeLimitError(
            f"it was not done within {limit:.0f} s; ask for less at once, or make a job of it"
        )
    finally:
        for future in (task, gone):
            future.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route can answer with, for OpenAPI."""
    common = (400, 401, 403, 413, 415, 422, 429, 503, 504)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": "Problem", "model": Problem, "content": content}
        for status in sorted({*common, *statuses})
    }


async def _disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue


def _parse(body: bytes) -> Any:
    return json.loads(body)
