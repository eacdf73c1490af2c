"""The API of DeepL, version 2, for its own clients and for CAT tools."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from mt.arabic import arabic_share
from service.http.errors import RequestError, TooLargeError, UnsupportedError
from service.http.keeping import Caller
from service.http.marked import translate_marked
from service.http.params import Params, read_params
from service.http.routes.glossaries import drop_glossary, get_glossary, keep_terms
from service.http.routes.translate import check_texts, read_terms
from service.http.services import Services
from service.http.serving import ServicesOf, presented_key, serve
from service.http.storage.glossaries import StoredGlossary, list_glossaries
from service.http.terms import parse_terms
from service.http.wishes import Wish
from service.http.work import Priority, Variant

router = APIRouter(prefix="/v2", include_in_schema=False)

_MOST_TEXTS = 50
_NO_LIMIT = 10**12
"""What clients are told while a key has no limit."""
_SOURCES = [{"language": "AR", "name": "Arabic"}]
_TARGETS = [
    {"language": "EN-GB", "name": "English (British)", "supports_formality": False},
    {"language": "EN-US", "name": "English (American)", "supports_formality": False},
]
_ENGLISH = ("EN", "EN-GB", "EN-US")
_FORMALITIES = ("default", "prefer_more", "prefer_less")


@router.post("/translate")
async def translate(request: Request, services: ServicesOf) -> JSONResponse:
    """Translate up to fifty texts."""
    params = await read_params(request)
    caller = await find_caller(services, request)
    texts = params.texts("text")
    if len(texts) > _MOST_TEXTS:
        raise TooLargeError(
            f"{len(texts)} texts, and a request may have {_MOST_TEXTS}; send several requests"
        )
    check_texts(texts, services.settings)
    wish = await find_wish(services, caller, params)
    variant = wish.to_variant()
    work = _translate(services, caller, texts, params=params, variant=variant)
    async with services.gatekeeper.charged(caller, sum(map(len, texts))):
        drafts = await serve(request, work)
    translations = [
        {"detected_source_language": _detect(text), "text": draft, "billed_characters": len(text)}
        for text, draft in zip(texts, drafts, strict=True)
    ]
    return JSONResponse({"translations": translations})


async def _translate(
    services: Services, caller: Caller, texts: Sequence[str], *, params: Params, variant: Variant
) -> list[str]:
    handling = params.text("tag_handling", "")
    if handling not in {"", "html", "xml"}:
        raise UnsupportedError(f"the tag_handling {handling[:20]!r} is not supported; use xml or html")
    few = len(texts) <= services.settings.interactive_texts
    priority = Priority.INTERACTIVE if few else Priority.BULK
    if handling:
        return await translate_marked(
            services, caller, texts, xml=handling == "xml", variant=variant, priority=priority
        )
    found = await services.scheduler.translate(texts, variant, owner=caller.owner, priority=priority)
    return [translation.text for translation in found]


@router.get("/languages")
@router.post("/languages")
async def languages(request: Request, services: ServicesOf) -> JSONResponse:
    """List source or target languages."""
    params = await read_params(request)
    await find_caller(services, request)
    kind = params.text("type", "source")
    if kind not in {"source", "target"}:
        raise RequestError(f"the type {kind[:20]!r} is none; use source or target")
    return JSONResponse(_TARGETS if kind == "target" else _SOURCES)


@router.get("/usage")
@router.post("/usage")
async def usage(request: Request, services: ServicesOf) -> JSONResponse:
    """Tell what the key has used this month."""
    caller = await find_caller(services, request)
    limit = caller.key.characters_per_month if caller.key else None
    return JSONResponse(
        {
            "character_count": await services.gatekeeper.usage(caller),
            "character_limit": _NO_LIMIT if limit is None else limit,
        }
    )


@router.get("/glossary-language-pairs")
async def glossary_language_pairs(request: Request, services: ServicesOf) -> JSONResponse:
    """List the pairs that glossaries can have."""
    await find_caller(services, request)
    return JSONResponse({"supported_languages": [{"source_lang": "ar", "target_lang": "en"}]})


@router.post("/glossaries")
async def create_glossary(request: Request, services: ServicesOf) -> JSONResponse:
    """Keep a glossary."""
    params = await read_params(request)
    caller = await find_caller(services, request)
    if params.text("source_lang").upper() != "AR" or params.text("target_lang").upper() not in _ENGLISH:
        raise UnsupportedError("a glossary here is from ar to en")
    terms = parse_terms(params.text("entries"), params.text("entries_format", "tsv"))
    made, _ = await keep_terms(services, caller, name=params.text("name"), terms=terms)
    return JSONResponse(_body(made), 201)


@router.get("/glossaries")
async def glossaries(request: Request, services: ServicesOf) -> JSONResponse:
    """List glossaries."""
    caller = await find_caller(services, request)
    found = await services.database.run(lambda connection: list_glossaries(connection, caller.owner))
    return JSONResponse({"glossaries": [_body(glossary) for glossary in found]})


@router.get("/glossaries/{glossary_id}")
async def show_glossary(glossary_id: str, request: Request, services: ServicesOf) -> JSONResponse:
    """Show a glossary."""
    caller = await find_caller(services, request)
    return JSONResponse(_body(await get_glossary(services, caller, glossary_id)))


@router.get("/glossaries/{glossary_id}/entries")
async def glossary_entries(glossary_id: str, request: Request, services: ServicesOf) -> Response:
    """Give the entries of a glossary."""
    caller = await find_caller(services, request)
    found = await get_glossary(services, caller, glossary_id)
    return Response(found.entries, media_type="text/tab-separated-values")


@router.delete("/glossaries/{glossary_id}")
async def delete_glossary(glossary_id: str, request: Request, services: ServicesOf) -> Response:
    """Delete a glossary."""
    caller = await find_caller(services, request)
    await drop_glossary(services, caller, glossary_id)
    return Response(status_code=204)


async def find_caller(services: Services, request: Request, scope: str = "translate") -> Caller:
    """Find out who calls."""
    return await services.gatekeeper.admit(presented_key(request), scope)


async def find_wish(services: Services, caller: Caller, params: Params) -> Wish:
    """Check the languages and find the terms of the glossary.

    Raises:
        UnsupportedError: a language or a formality that there is none of here.
    """
    source, target = params.text("source_lang", "AR").upper(), params.text("target_lang").upper()
    if source != "AR":
        raise UnsupportedError(f"Value for 'source_lang' not supported: {source[:20]}; use AR")
    if target not in _ENGLISH:
        raise UnsupportedError(f"Value for 'target_lang' not supported: {target[:20]}; use EN-GB or EN-US")
    if params.text("formality", "default") not in _FORMALITIES:
        raise UnsupportedError("'formality' is not supported for English; leave it out, or use prefer_…")
    glossary_id = params.text("glossary_id", "")
    if not glossary_id:
        return Wish()
    found = await get_glossary(services, caller, glossary_id)
    return Wish(terms=tuple(read_terms(found.entries)))


def _body(glossary: StoredGlossary) -> dict[str, Any]:
    return {
        "glossary_id": glossary.id,
        "name": glossary.name,
        "ready": True,
        "source_lang": "ar",
        "target_lang": "en",
        "creation_time": datetime.fromtimestamp(glossary.created, UTC).isoformat(),
        "entry_count": glossary.size,
    }


def _detect(text: str) -> str:
    return "AR" if arabic_share(text) >= 0.5 else "EN"
