"""Errors as answers: RFC 9457 problem details, or what the clients of another surface expect.

One table turns an error into a status; one function a status into a body.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from mt.errors import AmanaError, EngineError, InputError, ModelError, ModelNotFoundError
from service.http.errors import ClientGoneError, QuotaError, ServiceError, UnauthenticatedError
from service.http.surfaces import Surface, surface_of

MEDIA_TYPE = "application/problem+json"

_STATUSES: tuple[tuple[type[AmanaError], int, str], ...] = (
    (InputError, 422, "The input cannot be used as it is"),
    (ModelNotFoundError, 404, "There is no such model"),
    (ModelError, 503, "The model cannot be used"),
    (EngineError, 500, "Decoding failed"),
    (AmanaError, 500, "Something went wrong"),
)
_HTTP_CODES = {404: "not-found", 405: "method", 415: "media-type", 413: "too-large"}
_DEEPL_QUOTA = 456


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    where: str = Field(description="Where in the request, as in body.texts.0.")
    what: str = Field(description="What is wrong there.")


class Problem(BaseModel):
    """Problem details, RFC 9457."""

    type: str = Field(description="A name of the kind of problem.", examples=["urn:amana:problem:overloaded"])
    title: str = Field(description="The same for every problem of this code.")
    status: int = Field(description="Status of the answer.")
    code: str = Field(description="Stable code, see docs/service.md.", examples=["overloaded"])
    detail: str = Field(description="What is wrong here, and what to do.")
    request_id: str = Field(description="Id of the request, as in the logs.")
    faults: list[Fault] = Field(default=[], description="What does not follow the schema.")


def answer_problem(
    request: Request,
    status: int,
    *,
    code: str,
    title: str,
    detail: str,
    headers: dict[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> JSONResponse:
    """Give an error as the surface of the request has it."""
    surface = surface_of(request.url.path)
    if surface is Surface.DEEPL:
        status = _DEEPL_QUOTA if code == QuotaError.code else {401: 403, 422: 400}.get(status, status)
        return JSONResponse({"message": title, "detail": detail}, status, headers)
    if surface is Surface.LIBRETRANSLATE:
        status = {401: 403, 422: 400}.get(status, status)
        return JSONResponse({"error": detail}, status, headers)
    if surface is Surface.APERTIUM:
        body = {"status": "error", "code": status, "message": title, "explanation": detail}
        return JSONResponse(body, status, headers)
    problem = Problem(
        type=f"urn:amana:problem:{code}",
        title=title,
        status=status,
        code=code,
        detail=detail,
        request_id=str(request.scope.get("request_id", "")),
        faults=list(faults),
    )
    return JSONResponse(
        problem.model_dump(exclude_defaults=True) | {"status": status},
        status,
        headers,
        media_type=MEDIA_TYPE,
    )


def answer_error(request: Request, error: AmanaError) -> JSONResponse:
    """Give one of our own errors as an answer."""
    if isinstance(error, ServiceError):
        headers = {"Retry-After": str(error.retry_after_s)} if error.retry_after_s is not None else {}
        if isinstance(error, UnauthenticatedError):
            headers["WWW-Authenticate"] = "Bearer"
        status, title = error.status, error.title
    else:
        headers = {}
        status, title = next((s, t) for kind, s, t in _STATUSES if isinstance(error, kind))
    return answer_problem(
        request, status, code=error.code, title=title, detail=str(error), headers=headers or None
    )


async def _on_amana_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AmanaError)  # noqa: S101 - registered for these
    services = request.app.state.services
    services.metrics.refused.labels(error.code).inc()
    answer = answer_error(request, error)
    if answer.status_code >= 500 and error.__cause__ is not None:
        # What is wrong with a request could quote it; what is wrong with the server does not.
        services.log.error("failed", code=error.code, cause=repr(error.__cause__)[:500])
    return answer


async def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these
    if isinstance(error.__cause__, AmanaError):  # FastAPI wraps what reading a body raises
        return await _on_amana_error(request, error.__cause__)
    detail = {
        404: f"there is nothing at {request.url.path}; see /openapi.json",
        405: f"{request.method} is not possible at {request.url.path}; see /openapi.json",
    }.get(error.status_code, error.detail)
    return answer_problem(
        request,
        error.status_code,
        code=_HTTP_CODES.get(error.status_code, "request"),
        title={404: "There is no such thing", 405: "Method not allowed"}.get(
            error.status_code, "The request does not follow HTTP or the API"
        ),
        detail=detail,
        headers=dict(error.headers) if error.headers else None,
    )


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these
    found: Sequence[dict[str, Any]] = error.errors()
    # The values themselves stay out: they can be texts, huge, or no Unicode.
    faults = [Fault(where=".".join(map(str, f["loc"]))[:200], what=f["msg"][:200]) for f in found[:10]]
    malformed = any(f["type"] == "json_invalid" for f in found)
    shown = "; ".join(f"{fault.where}: {fault.what}" for fault in faults[:3])
    return answer_problem(
        request,
        400 if malformed else 422,
        code="request.malformed" if malformed else "request.invalid",
        title="The body is no JSON" if malformed else "The request does not follow the schema",
        detail=f"{shown}; see /openapi.json".encode("utf-8", "replace").decode(),
        faults=faults,
    )


async def _on_gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it


async def _on_crash(request: Request, error: Exception) -> JSONResponse:
    request.app.state.services.log.error("crashed", exc_info=error)
    return answer_problem(
        request,
        500,
        code="internal",
        title="A fault of the server",
        detail="this is a fault of the server; report it with the request id",
    )


def install(app: FastAPI) -> None:
    """Let an application answer every error in this way."""
    handlers: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
        AmanaError: _on_amana_error,
        HTTPException: _on_http_error,
        RequestValidationError: _on_invalid,
        ClientGoneError: _on_gone,
        Exception: _on_crash,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
