"""The API of Apertium APy, which OmegaT, Okapi and Weblate speak."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from service.http.errors import UnsupportedError
from service.http.marked import translate_marked
from service.http.params import read_params
from service.http.routes.translate import check_texts
from service.http.serving import ServicesOf, presented_key, serve
from service.http.wishes import Wish
from service.http.work import Priority

router = APIRouter(include_in_schema=False)

_PAIRS = [("ar", "en"), ("ara", "eng")]


@router.get("/listPairs")
async def list_pairs() -> JSONResponse:
    """List the pairs of languages, in codes of two and of three letters."""
    pairs = [{"sourceLanguage": source, "targetLanguage": target} for source, target in _PAIRS]
    return JSONResponse({"responseData": pairs, "responseDetails": None, "responseStatus": 200})


@router.get("/listLanguageNames")
async def list_language_names() -> JSONResponse:
    """Name the languages, in English."""
    return JSONResponse({"ar": "Arabic", "ara": "Arabic", "en": "English", "eng": "English"})


@router.get("/translate")
async def translate(request: Request, services: ServicesOf) -> JSONResponse:
    """Translate `q`."""
    params = await read_params(request)
    key = presented_key(request) or params.text("key", "") or None
    caller = await services.gatekeeper.admit(key, "translate")
    text, pair = params.texts("q")[0], params.text("langpair")
    if tuple(pair.split("|")) not in _PAIRS:
        raise UnsupportedError(f"the pair {pair[:20]!r} is not supported; use ar|en")
    check_texts([text], services.settings)
    variant, priority = Wish().to_variant(), Priority.INTERACTIVE
    async with services.gatekeeper.charged(caller, len(text)):
        if params.text("format", "txt") == "html":
            marked = translate_marked(services, caller, [text], xml=False, variant=variant, priority=priority)
            draft = (await serve(request, marked))[0]
        else:
            plain = services.scheduler.translate([text], variant, owner=caller.owner, priority=priority)
            draft = (await serve(request, plain))[0].text
    return JSONResponse(
        {"responseData": {"translatedText": draft}, "responseDetails": None, "responseStatus": 200}
    )
