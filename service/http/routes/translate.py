"""`/v1/translate`: texts in, drafts out, at once or as they come."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from mt.memory.store import Memory
from mt.translation import Translation
from service.http.errors import NotFoundError, TooLargeError
from service.http.keeping import Caller
from service.http.memories import open_memory
from service.http.schemas import (
    MatchBody,
    TranslateOptions,
    TranslateRequest,
    TranslateResponse,
    TranslationBody,
    UnsureWordBody,
)
from service.http.services import Services
from service.http.serving import OffLoopRoute, ServicesOf, caller_for, problem_responses, serve
from service.http.settings import Settings
from service.http.storage.glossaries import find_glossary
from service.http.streaming import EVENTS, NDJSON, stream_response, wanted_stream
from service.http.wishes import Wish
from service.http.work import Priority, Variant

router = APIRouter(prefix="/v1", tags=["translate"], route_class=OffLoopRoute)

_STREAMS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Drafts in order; as a stream, each with its index, if Accept asks for one.",
        "content": {
            NDJSON: {"schema": {"type": "string"}},
            EVENTS: {"schema": {"type": "string"}},
        },
    }
}


@router.post(
    "/translate",
    response_model=TranslateResponse,
    responses={**problem_responses(404), **_STREAMS},
    summary="Translate texts",
)
async def translate(
    body: TranslateRequest,
    request: Request,
    services: ServicesOf,
    caller: Annotated[Caller, Depends(caller_for("translate"))],
) -> TranslateResponse | Response:
    """Translate texts, one draft each, in order.

    With `Accept: application/x-ndjson` or `text/event-stream` the drafts are sent as they come.
    """
    check_texts(body.texts, services.settings)
    variant = (await find_wish(services, caller, body)).to_variant()
    if body.memory_id is not None:
        variant = with_memory(variant, await open_memory(services, caller, body.memory_id))
    priority = choose_priority(body, services.settings)
    characters = sum(map(len, body.texts))
    form = wanted_stream(request) if body.memory_id is None else None
    if form is not None:
        values = _stream(services, caller, body.texts, variant=variant, priority=priority)
        return await serve(request, stream_response(form, values))
    async with services.gatekeeper.charged(caller, characters):
        # Neighbours count for a memory, so that these texts cannot share a batch with others.
        alone = body.memory_id is not None
        ask = services.scheduler.translate_together if alone else services.scheduler.translate
        found = await serve(request, ask(body.texts, variant, owner=caller.owner, priority=priority))
    return TranslateResponse(
        model=services.model.identity, translations=[to_body(translation) for translation in found]
    )


def to_body(translation: Translation) -> TranslationBody:
    """Give a translation as the API has it."""
    return TranslationBody(
        text=translation.text,
        score=translation.score,
        flags=sorted(translation.flags),
        steps=list(translation.steps),
        error=translation.error,
        confidence=translation.confidence,
        alternatives=list(translation.alternatives),
        unsure=[
            UnsureWordBody(start=word.start, end=word.end, probability=word.probability)
            for word in translation.unsure
        ],
        matches=[
            MatchBody(source=m.source, target=m.target, score=m.score, kind=m.kind, origin=m.origin)
            for m in translation.matches
        ],
    )


def with_memory(variant: Variant, memory: Memory) -> Variant:
    """Give a variant that asks a translation memory first."""
    return Variant(f"{variant.key} {memory.path.stem}", replace(variant.options, memory=memory))


def check_texts(texts: Sequence[str], settings: Settings) -> None:
    """Hold a request to the limits on texts and characters.

    Raises:
        TooLargeError: it exceeds one.
    """
    if len(texts) > settings.max_texts:
        raise TooLargeError(
            f"{len(texts)} texts, and a request may have {settings.max_texts}; make a job of them"
        )
    longest = max(map(len, texts), default=0)
    if longest > settings.max_text_characters:
        raise TooLargeError(
            f"a text of {longest} characters, and one may have {settings.max_text_characters}; "
            "send its paragraphs as texts"
        )
    total = sum(map(len, texts))
    if total > settings.max_characters:
        raise TooLargeError(
            f"{total} characters, and a request may have {settings.max_characters}; make a job of them"
        )


async def find_wish(services: Services, caller: Caller, options: TranslateOptions) -> Wish:
    """Find out what is wanted, with the terms of the glossary that is named.

    Raises:
        NotFoundError: the caller has no such glossary.
    """
    terms = [(term.source, term.target) for term in options.terms]
    if options.glossary_id is not None:
        glossary_id = options.glossary_id
        found = await services.database.run(
            lambda connection: find_glossary(connection, caller.owner, glossary_id)
        )
        if found is None:
            raise NotFoundError(f"there is no glossary {glossary_id!r}; GET /v1/glossaries lists yours")
        terms += [(source, target) for source, target in read_terms(found.entries)]
    return Wish(
        beam_size=options.beam_size,
        terms=tuple(terms),
        alternatives=options.alternatives,
        min_confidence=options.min_confidence,
        words=options.words,
    )


def read_terms(entries: str) -> list[tuple[str, str]]:
    r"""Read the entries of a stored glossary.

    >>> read_terms("داعش\tISIS")
    [('داعش', 'ISIS')]
    """
    return [(source, target) for source, _, target in (line.partition("\t") for line in entries.split("\n"))]


def choose_priority(body: TranslateRequest, settings: Settings) -> Priority:
    """Give the priority that a request asks for, or that its size suggests."""
    if body.priority == "auto":
        return Priority.INTERACTIVE if len(body.texts) <= settings.interactive_texts else Priority.BULK
    return Priority(body.priority)


async def _stream(
    services: Services, caller: Caller, texts: list[str], *, variant: Variant, priority: Priority
) -> AsyncGenerator[dict[str, Any], None]:
    async with (
        services.gatekeeper.charged(caller, sum(map(len, texts))),
        aclosing(services.scheduler.stream(texts, variant, owner=caller.owner, priority=priority)) as stream,
    ):
        index = 0
        async for translation in stream:
            yield {"index": index, **to_body(translation).model_dump()}
            index += 1
