"""The API of LibreTranslate, for `libretranslatepy`, `deep-translator`, Weblate, Nextcloud and others."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from mt.arabic import arabic_share
from mt.documents.registry import readers
from service.http.documents import document_result, find_upload, make_document_job, safe_name, wait_for_job
from service.http.errors import ForbiddenError, NotFoundError, RequestError, UnsupportedError
from service.http.keeping import Caller
from service.http.marked import translate_marked
from service.http.params import Params, read_params
from service.http.routes.translate import check_texts
from service.http.services import Services
from service.http.serving import ServicesOf, presented_key, serve
from service.http.wishes import Wish
from service.http.work import Priority

router = APIRouter(include_in_schema=False)

_LANGUAGES = [
    {"code": "ar", "name": "Arabic", "targets": ["en"]},
    {"code": "en", "name": "English", "targets": []},
]
_SOURCES = ("ar", "auto")
_MOST_ALTERNATIVES = 8


@router.post("/translate")
async def translate(request: Request, services: ServicesOf) -> JSONResponse:
    """Translate `q`, a text or a list of texts."""
    params = await read_params(request)
    caller = await _caller(services, request, params)
    texts = params.texts("q")
    check_languages(params)
    check_texts(texts, services.settings)
    form = params.text("format", "text")
    if form not in {"text", "html"}:
        raise UnsupportedError(f"the format {form[:20]!r} is not supported; use text or html")
    wanted = min(params.number("alternatives", 0, most=100), _MOST_ALTERNATIVES)
    wish = Wish(alternatives=wanted)
    async with services.gatekeeper.charged(caller, sum(map(len, texts))):
        found = await serve(request, _translate(services, caller, texts, wish=wish, html=form == "html"))
    drafts = [draft for draft, _ in found]
    single = not isinstance(params.values["q"], list)
    answer: dict[str, Any] = {"translatedText": drafts[0] if single else drafts}
    if params.text("source", "auto") == "auto":
        detected = [detect_language(text) for text in texts]
        answer["detectedLanguage"] = detected[0] if single else detected
    if wanted:
        others = [alternatives for _, alternatives in found]
        answer["alternatives"] = others[0] if single else others
    return JSONResponse(answer)


async def _translate(
    services: Services, caller: Caller, texts: Sequence[str], *, wish: Wish, html: bool
) -> list[tuple[str, list[str]]]:
    """Give the draft of each text, and its alternatives; of HTML there are none."""
    few = len(texts) <= services.settings.interactive_texts
    priority = Priority.INTERACTIVE if few else Priority.BULK
    if html:
        variant = Wish().to_variant()
        marked = await translate_marked(
            services, caller, texts, xml=False, variant=variant, priority=priority
        )
        return [(draft, []) for draft in marked]
    found = await services.scheduler.translate(
        texts, wish.to_variant(), owner=caller.owner, priority=priority
    )
    return [(translation.text, list(translation.alternatives)) for translation in found]


@router.post("/detect")
async def detect(request: Request, services: ServicesOf) -> JSONResponse:
    """Tell the language of a text: Arabic by its letters, or English."""
    params = await read_params(request)
    await _caller(services, request, params)
    return JSONResponse([detect_language(params.texts("q")[0])])


@router.get("/languages")
async def languages() -> JSONResponse:
    """List the languages."""
    return JSONResponse(_LANGUAGES)


@router.get("/health")
async def health() -> dict[str, str]:
    """Tell that the process is alive."""
    return {"status": "ok"}


@router.get("/frontend/settings")
async def frontend_settings(services: ServicesOf) -> JSONResponse:
    """Tell the limits and languages to user interfaces."""
    settings = services.settings
    return JSONResponse(
        {
            "apiKeys": False,
            "charLimit": settings.max_text_characters,
            "filesTranslation": True,
            "frontendTimeout": 500,
            "keyRequired": False,
            "suggestions": False,
            "supportedFilesFormat": sorted(readers()),
            "language": {
                "source": {"code": "ar", "name": "Arabic"},
                "target": {"code": "en", "name": "English"},
            },
        }
    )


@router.post("/suggest")
async def suggest(request: Request, services: ServicesOf) -> JSONResponse:
    """Refuse a suggestion: nothing here would use it."""
    params = await read_params(request)
    await _caller(services, request, params)
    raise ForbiddenError("suggestions are not kept here; put the term into a glossary")


@router.post("/translate_file")
async def translate_file(request: Request, services: ServicesOf) -> JSONResponse:
    """Translate a document, and tell where it can be fetched."""
    params = await read_params(request)
    caller = await _caller(services, request, params)
    upload = params.files.get("file")
    if upload is None:
        raise RequestError("the file is missing; send it as file in multipart/form-data")
    check_languages(params)
    data = await upload.read()
    job, secret = await make_document_job(services, caller, data, name=upload.filename or "", wish=Wish())
    await serve(request, wait_for_job(services, caller, job))
    name = safe_name(upload.filename or "")
    url = str(request.base_url).rstrip("/") + f"/download_file/{job.id}.{secret}.{name}"
    return JSONResponse({"translatedFileUrl": url})


@router.get("/download_file/{name}")
async def download_file(name: str, services: ServicesOf) -> Response:
    """Give a translated document to whoever knows its address."""
    job_id, _, rest = name.partition(".")
    secret = rest.partition(".")[0]
    upload = await services.database.run(partial(find_upload, job_id=job_id, secret=secret))
    if upload is None:
        raise NotFoundError("there is no such file; it may have expired")
    return await document_result(services, job_id)


def check_languages(params: Params) -> None:
    """Refuse other languages than ours.

    Raises:
        UnsupportedError: one is asked for.
    """
    source, target = params.text("source", "auto").lower(), params.text("target").lower()
    if source not in _SOURCES:
        raise UnsupportedError(f"{source[:20]} is not supported as a source language; use ar or auto")
    if target != "en":
        raise UnsupportedError(f"{target[:20]} is not available as a target language from ar; use en")


def detect_language(text: str) -> dict[str, object]:
    """Tell the language of a text as LibreTranslate does: how much of its letters is Arabic.

    >>> detect_language("نعم")
    {'confidence': 100.0, 'language': 'ar'}
    """
    share = arabic_share(text)
    language = "ar" if share >= 0.5 else "en"
    return {"confidence": round(100 * max(share, 1 - share), 1), "language": language}


async def _caller(services: Services, request: Request, params: Params) -> Caller:
    key = presented_key(request) or params.text("api_key", "") or None
    return await services.gatekeeper.admit(key, "translate")
