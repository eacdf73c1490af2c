"""What crosses the wire: requests as plain values, answers as frozen ones. No input or output here."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any, Literal

import httpx

from service.client.errors import ServerError, UnreachableError

Priority = Literal["auto", "interactive", "bulk"]

TEXTS_AT_ONCE = 200
"""Texts of one request; more are sent in several."""
CHARACTERS_AT_ONCE = 200_000
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of one text.

    Attributes:
        text: the draft; empty for a blank text, and for one that failed.
        score: mean natural log probability of a target token; None where nothing was decoded.
        flags: what is suspicious about it.
        error: why the text failed.
    """

    text: str
    score: float | None
    flags: tuple[str, ...]
    error: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the server.

    Attributes:
        id: names it.
        kind: ``texts`` or ``document``.
        state: ``queued``, ``running``, ``done``, ``failed`` or ``cancelled``.
        total: how many texts it has.
        done: how many are translated.
        seconds_left: estimated; None before anything is done.
        error: why it failed.
    """

    id: str
    kind: str
    state: str
    total: int
    done: int
    seconds_left: float | None
    error: str | None

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "failed", "cancelled"}


@dataclass(frozen=True, slots=True)
class Options:
    """How texts are translated.

    Attributes:
        beam_size: hypotheses kept; 1 is about three times as fast as 4, and worse.
        terms: Arabic and English of terms whose English is given.
        glossary_id: a glossary that the server keeps.
        priority: who goes first; auto is interactive for few texts.
    """

    beam_size: int = 4
    terms: tuple[tuple[str, str], ...] = ()
    glossary_id: str | None = None
    priority: Priority = "auto"

    def to_body(self) -> dict[str, Any]:
        """Give the options as the API has them."""
        terms = [{"source": source, "target": target} for source, target in self.terms]
        return {"beam_size": self.beam_size, "terms": terms, "glossary_id": self.glossary_id}


DEFAULT_OPTIONS = Options()


def translate_body(texts: Sequence[str], options: Options) -> dict[str, Any]:
    """Make the body of a translation request."""
    return {"texts": list(texts), "priority": options.priority, **options.to_body()}


def split_texts(texts: Iterable[str]) -> Iterator[list[str]]:
    """Split texts into requests: a few at first, so that the first drafts come soon.

    >>> [len(part) for part in split_texts(["x"] * 500)]
    [20, 200, 200, 80]
    """
    iterator = iter(texts)
    size = 20
    while part := list(islice(iterator, size)):
        kept: list[str] = []
        characters = 0
        for text in part:
            if kept and characters + len(text) > CHARACTERS_AT_ONCE:
                yield kept
                kept, characters = [], 0
            kept.append(text)
            characters += len(text)
        yield kept
        size = TEXTS_AT_ONCE


def read_draft(value: Mapping[str, Any]) -> Draft:
    """Read the draft of an answer.

    Raises:
        ServerError: the server gave up in the middle of a stream.
    """
    if "text" not in value:
        raise ServerError(str(value.get("error")), status=200, problem=str(value.get("code")))
    return Draft(value["text"], value["score"], tuple(value["flags"]), value["error"])


def read_job(value: Mapping[str, Any]) -> Job:
    """Read the job of an answer."""
    return Job(**{field.name: value[field.name] for field in fields(Job)})


def read_error(response: httpx.Response) -> ServerError:
    """Make the error of an answer that was read."""
    try:
        problem = response.json()
        detail, code = str(problem["detail"]), str(problem["code"])
    except (ValueError, KeyError, TypeError):
        detail, code = f"the server answered {response.status_code} {response.reason_phrase}", "unknown"
    return ServerError(detail, status=response.status_code, problem=code)


def unreachable(url: httpx.URL | str, error: httpx.TransportError) -> UnreachableError:
    """Make the error for a server that does not answer."""
    return UnreachableError(
        f"{url} does not answer: {error or type(error).__name__}; is `amana serve` running there?"
    )


def read_line(line: str) -> Draft:
    """Read the draft of a line of a stream or of a job's result."""
    return read_draft(json.loads(line))
