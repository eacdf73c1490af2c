"""`/v1/align`: two texts in, the sentences that belong together out."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from alignment.align import align
from alignment.encoder import Encoder
from mt.segmentation import Language, segment
from service.http.errors import TooLargeError
from service.http.keeping import Caller
from service.http.schemas import AlignRequest, AlignResponse, BeadBody
from service.http.services import Services
from service.http.serving import OffLoopRoute, ServicesOf, caller_for, problem_responses, serve

router = APIRouter(prefix="/v1", tags=["align"], route_class=OffLoopRoute)

_MOST_SENTENCES = 5000


@router.post("/align", response_model=AlignResponse, responses=problem_responses(), summary="Align two texts")
async def align_texts(
    body: AlignRequest,
    request: Request,
    services: ServicesOf,
    caller: Annotated[Caller, Depends(caller_for("align"))],
) -> AlignResponse:
    """Pair the sentences of an Arabic text with those of an English one."""
    characters = check_length(services, body.source, body.target)
    async with services.gatekeeper.charged(caller, characters):
        return await serve(request, _align(services, body))


def check_length(services: Services, *texts: str | Sequence[str]) -> int:
    """Hold texts to the limit on characters, and count them.

    Raises:
        TooLargeError: there are too many.
    """
    total = sum(len(text) if isinstance(text, str) else sum(map(len, text)) for text in texts)
    most = services.settings.max_characters
    if total > most:
        raise TooLargeError(f"{total} characters, and a request may have {most}; send less at once")
    return total


async def _align(services: Services, body: AlignRequest) -> AlignResponse:
    encoder = await services.encoders.get()
    async with services.heavy.turn():
        return await asyncio.to_thread(_align_here, body, encoder)


def _align_here(body: AlignRequest, encoder: Encoder) -> AlignResponse:
    source, target = _sentences(body.source, "ar"), _sentences(body.target, "en")
    if max(len(source), len(target)) > _MOST_SENTENCES:
        raise TooLargeError(f"a side may have {_MOST_SENTENCES} sentences; align chapter by chapter")
    beads = align(source, target, encoder=encoder)
    return AlignResponse(
        source=source,
        target=target,
        beads=[
            BeadBody(
                source=list(bead.source),
                target=list(bead.target),
                confidence=bead.confidence,
                similarity=bead.similarity,
                moved=bead.moved,
            )
            for bead in beads
        ],
    )


def _sentences(text: str | Sequence[str], language: Language) -> list[str]:
    if isinstance(text, str):
        return [sentence.text for sentence in segment(text, language=language)]
    return list(text)
