"""What every request is wrapped in: an id, limits, headers, a line in the log, and a count.

A plain ASGI application around another, so that streaming and disconnects pass through untouched.
"""

import asyncio
import re
import time
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from service.http.errors import MediaTypeError, OverloadedError, RequestError, TimeLimitError, TooLargeError
from service.http.logs import Logger
from service.http.metrics import Metrics
from service.http.problems import answer_error
from service.http.settings import Settings, is_loopback
from service.http.telemetry import Tracer

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_SILENT_BODY_S = 30.0
"""A client that sends nothing of its body for so long is not waited for."""
_STREAMED = ("/v1/jobs", "/v1/documents", "/v2/document", "/translate_file")
_QUIET = ("/healthz", "/readyz", "/metrics", "/health")
_SECURITY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; font-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cache-control": "no-store",
}


class Envelope:
    """Wraps an application."""

    def __init__(
        self, app: App, settings: Settings, *, metrics: Metrics, log: Logger, tracer: Tracer
    ) -> None:
        """Wrap an application.

        Args:
            app: answers the requests.
            settings: the limits.
            metrics: what is counted.
            log: where requests are logged.
            tracer: makes a span for each.
        """
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._log = log
        self._tracer = tracer
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope["request_id"] = request_id
        started, status = time.perf_counter(), 499

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answer = MutableHeaders(scope=message)
                answer["x-request-id"] = request_id
                for name, value in _SECURITY.items():
                    answer.setdefault(name, value)
            await send(message)

        self._in_flight += 1
        self._metrics.in_flight.set(self._in_flight)
        try:
            with (
                structlog.contextvars.bound_contextvars(request_id=request_id),
                self._tracer.request(scope["method"], headers) as span,
            ):
                await self._answer(scope, receive, send_with_headers)
                route = getattr(scope.get("route"), "path", "unmatched")
                span(route, status)
                self._note(scope["method"], route, status, seconds=time.perf_counter() - started)
        finally:
            self._in_flight -= 1
            self._metrics.in_flight.set(self._in_flight)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        if refusal is not None:
            self._metrics.refused.labels(refusal.code).inc()
            await answer_error(Request(scope, receive), refusal)(scope, receive, send)
            return
        await self._app(scope, self._limited(scope["path"], receive), send)

    def _refusal(
        self, scope: Scope
    ) -> RequestError | OverloadedError | TooLargeError | MediaTypeError | None:
        """Say why a request is not even looked at, or None."""
        headers = Headers(scope=scope)
        quiet = scope["path"] in _QUIET
        if not self._is_welcome(headers.get("host", "")):
            return RequestError(
                "this server is not called by that name; use localhost, or set AMANA_ALLOWED_HOSTS"
            )
        if self._in_flight > self._settings.max_requests and not quiet:
            return OverloadedError(
                f"{self._settings.max_requests} requests are being answered; try again in a moment",
                retry_after_s=1,
            )
        if headers.get("content-encoding", "identity") != "identity":
            return MediaTypeError("bodies are read without a content encoding; send it plain")
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self._longest(scope["path"]):
            return self._too_long(scope["path"])
        return None

    def _is_welcome(self, host: str) -> bool:
        """Tell whether a server without keys may be called so; a page elsewhere must not reach it."""
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if self._settings.allowed_hosts:
            return name in self._settings.allowed_hosts
        return not is_loopback(self._settings.host) or not name or is_loopback(name.strip("[]"))

    def _longest(self, path: str) -> int:
        streamed = path.startswith(_STREAMED)
        return self._settings.max_job_bytes if streamed else self._settings.max_body_bytes

    def _too_long(self, path: str) -> TooLargeError:
        return TooLargeError(
            f"a body here may have {self._longest(path)} bytes; send less at once, or make a job of it"
        )

    def _limited(self, path: str, receive: Receive) -> Receive:
        read, complete = 0, False

        async def limited() -> Message:
            nonlocal read, complete
            if complete:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), _SILENT_BODY_S)
            except TimeoutError as error:
                raise TimeLimitError(
                    f"nothing of the body came for {_SILENT_BODY_S:.0f} s; send it without a break"
                ) from error
            read += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if read > self._longest(path):
                raise self._too_long(path)
            return message

        return limited

    def _note(self, method: str, route: str, status: int, *, seconds: float) -> None:
        known = method if method in {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"} else "other"
        self._metrics.requests.labels(known, route, str(status)).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        level = self._log.debug if route in _QUIET else self._log.info
        # The path as a template, and no query: both could hold a key or a text.
        level("request", method=known, route=route, status=status, seconds=round(seconds, 4))
