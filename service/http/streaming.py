"""Answers that are sent as they come: a JSON object a line, or server-sent events."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import StreamingResponse

from mt.errors import AmanaError

Form = Literal["application/x-ndjson", "text/event-stream"]

NDJSON: Form = "application/x-ndjson"
EVENTS: Form = "text/event-stream"


def wanted_stream(request: Request) -> Form | None:
    """Give the form of stream that a client accepts, or None if it wants one document."""
    accepted = request.headers.get("accept", "")
    if EVENTS in accepted:
        return EVENTS
    return NDJSON if NDJSON in accepted else None


async def stream_response(form: Form, values: AsyncGenerator[dict[str, Any], None]) -> StreamingResponse:
    """Answer with a stream, once the first value is there: what fails before is an ordinary problem.

    Args:
        form: lines of JSON, or events.
        values: what to send. An error in the middle is sent as the last value, with `error` and `code`.
    """
    first = await anext(values, None)
    return StreamingResponse(_encode(form, first, values), media_type=form)


def json_line(value: object) -> str:
    r"""Give JSON on one line, even for readers that see more line ends than the line feed.

    >>> json_line("a\N{LINE SEPARATOR}ب")
    '"a\\u2028ب"'
    """
    text = json.dumps(value, ensure_ascii=False)
    return text.translate({0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"})


async def _encode(
    form: Form, first: dict[str, Any] | None, values: AsyncGenerator[dict[str, Any], None]
) -> AsyncGenerator[str, None]:
    async with aclosing(values):
        if first is not None:
            yield _line(form, first)
        try:
            async for value in values:
                yield _line(form, value)
        except AmanaError as error:
            yield _line(form, {"error": str(error), "code": error.code})
            return
        if form == EVENTS:
            yield "event: end\ndata: {}\n\n"


def _line(form: Form, value: dict[str, Any]) -> str:
    text = json_line(value)
    return f"data: {text}\n\n" if form == EVENTS else text + "\n"
