"""Parameters of the surfaces that take them anywhere: in the query, in a form, or in JSON."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException

from service.http.errors import MediaTypeError, RequestError

_MOST_FIELDS = 2000
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Params:
    """What a request gave, by name.

    Attributes:
        values: strings, lists of strings, or what else JSON can hold.
        files: uploaded files.
    """

    values: Mapping[str, Any]
    files: Mapping[str, UploadFile]

    def text(self, name: str, default: str | None = None) -> str:
        """Give a parameter as a string.

        Raises:
            RequestError: it is missing and there is no default, or it is no string.
        """
        value = self.values.get(name, default)
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(value, bool | int | float):
            return str(value).lower()
        if value is None:
            raise RequestError(f"the parameter {name} is missing; add it")
        if not isinstance(value, str):
            raise RequestError(f"the parameter {name} has to be a string")
        return _unicode(value, name)

    def texts(self, name: str) -> list[str]:
        """Give a parameter as a list of strings.

        Raises:
            RequestError: it is missing, or something else is in it.
        """
        value = self.values.get(name)
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values or not all(isinstance(item, str) for item in values):
            raise RequestError(f"the parameter {name} has to be a string or a list of strings, and not empty")
        return [_unicode(item, name) for item in values]

    def number(self, name: str, default: int, *, most: int) -> int:
        """Give a parameter as a whole number from 0 on.

        Raises:
            RequestError: it is none, or larger than `most`.
        """
        value = self.text(name, str(default))
        if not value.isdecimal() or not value.isascii() or int(value[:9]) > most or len(value) > 9:
            raise RequestError(f"the parameter {name} has to be a whole number from 0 to {most}")
        return int(value)

    def flag(self, name: str) -> bool:
        """Tell whether a parameter is set to something that means yes."""
        return self.text(name, "").lower() in {"1", "true", "yes"}


async def read_params(request: Request) -> Params:
    """Read the parameters of a request: the query first, then the body over it.

    Raises:
        RequestError: the body is not what its type says.
        MediaTypeError: it is of another type.
    """
    values: dict[str, Any] = _lists(request.query_params.multi_items())
    files: dict[str, UploadFile] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _FORMS:
        form = await _form(request)
        files = {name: item for name, item in form.multi_items() if isinstance(item, UploadFile)}
        values |= _lists([(name, item) for name, item in form.multi_items() if isinstance(item, str)])
    elif kind == "application/json":
        body = await request.body()
        if body:
            values |= await _object(body)
    elif kind and await request.body():
        raise MediaTypeError(f"send JSON or a form, not {kind[:80]}")
    return Params(values, files)


async def _form(request: Request) -> FormData:
    try:
        return await request.form(max_files=4, max_fields=_MOST_FIELDS, max_part_size=8 << 20)
    except MultiPartException as error:
        raise RequestError(f"the form cannot be read: {error.message}") from error
    except ValueError as error:  # bytes that are not Unicode
        raise RequestError("the form cannot be read; encode it in UTF-8") from error


async def _object(body: bytes) -> dict[str, Any]:
    try:
        value = await asyncio.to_thread(json.loads, body)
    except (ValueError, RecursionError) as error:
        raise RequestError("the body is no JSON; see the documentation of the client") from error
    if not isinstance(value, dict):
        raise RequestError("the body has to be a JSON object")
    return value


def _lists(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found.setdefault(name.removesuffix("[]"), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _unicode(text: str, name: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise RequestError(
            f"the parameter {name} has half a surrogate pair, which is no character"
        ) from error
    return text
