"""JSON and JSON Lines: string values are units, all of them or those under chosen keys.

Keys, numbers, order and white space keep every character.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial

from mt.documents.document import Document
from mt.documents.spliced import Stretch, spliced_document
from mt.errors import FormatError, InputError
from mt.files import decode_utf8

_LINE_END = re.compile(r"\r\n|\r|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\],:]', re.DOTALL)


def read_json(data: bytes, name: str, *, keys: Sequence[str] = ()) -> Document:
    """Read a JSON file.

    Args:
        data: UTF-8.
        name: what to call it in an error message; `.jsonl` and `.ndjson` have a value a line.
        keys: which values to translate: the last keys of their paths with dots between, `*` for any
            key; positions in lists do not count. All strings, if none is given.

    Raises:
        EncodingError: the bytes are not UTF-8.
        FormatError: it is no JSON.
        InputError: no value is under the keys.

    >>> document = read_json('{"id": "نعم", "title": ["نعم"]}'.encode(), "x.json", keys=["title"])
    >>> document.render([type(document.units[0])("Yes")]).decode()
    '{"id": "نعم", "title": ["Yes"]}'
    """
    text = decode_utf8(data, name)
    lines = _LINE_END.split(text) if name.lower().endswith((".jsonl", ".ndjson")) else [text]
    for number, line in enumerate(lines, 1):
        try:
            if line.strip() or len(lines) == 1:
                json.loads(line)
        except json.JSONDecodeError as error:
            place = f"line {number if len(lines) > 1 else error.lineno}, column {error.colno}"
            raise FormatError(f"{name} is not JSON ({error.msg} in {place}); mend it there") from error
        except ValueError as error:
            raise FormatError(f"{name} cannot be read: {error}") from error  # a number of 5,000 digits
        except RecursionError as error:
            raise FormatError(f"{name} is nested too deep to be read; simplify it") from error
    encode = partial(_encode, escaped=text.isascii())
    wanted = [tuple(key.split(".")) for key in keys]
    values = list(_values(text))
    found = [
        Stretch(start, end, json.loads(text[start:end]), encode)
        for start, end, path in values
        if not wanted or any(_matches(path, key) for key in wanted)
    ]
    if wanted and not found:
        known = sorted({".".join(path) for _, _, path in values})
        raise InputError(f"no text in {name} is under {', '.join(keys)}; there is: {', '.join(known[:20])}")
    return spliced_document(data, text, found)


def _encode(text: str, *, escaped: bool) -> str:
    return json.dumps(text, ensure_ascii=escaped or _SURROGATE.search(text) is not None)


def _matches(path: tuple[str, ...], key: tuple[str, ...]) -> bool:
    tail = path[-len(key) :]
    return len(tail) == len(key) and all(k in {"*", p} for p, k in zip(tail, key, strict=True))


def _values(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Give the place of each string value, and the keys that lead to it."""
    path: list[str | None] = []
    is_key = False
    for token in _TOKEN.finditer(text):
        match token.group()[0]:
            case "{":
                path.append("")
                is_key = True
            case "[":
                path.append(None)
                is_key = False
            case "}" | "]":
                path.pop()
                is_key = False
            case ",":
                is_key = bool(path) and path[-1] is not None
            case ":":
                is_key = False
            case _ if is_key:
                path[-1] = json.loads(token.group())
            case _:
                yield token.start(), token.end(), tuple(key for key in path if key is not None)
