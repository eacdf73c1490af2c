"""`/v1/score`: translations and references in, metrics with signatures and intervals out."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from eval.metrics.scores import Interval, score_corpus, score_segments
from service.http.keeping import Caller
from service.http.routes.align import check_length
from service.http.schemas import IntervalBody, ScoreBody, ScoreRequest, ScoreResponse
from service.http.services import Services
from service.http.serving import OffLoopRoute, ServicesOf, caller_for, problem_responses, serve

router = APIRouter(prefix="/v1", tags=["score"], route_class=OffLoopRoute)


@router.post(
    "/score", response_model=ScoreResponse, responses=problem_responses(), summary="Score translations"
)
async def score(
    body: ScoreRequest,
    request: Request,
    services: ServicesOf,
    caller: Annotated[Caller, Depends(caller_for("score"))],
) -> ScoreResponse:
    """Score translations against references, as sacreBLEU computes it."""
    characters = check_length(services, body.hypotheses, *body.references)
    async with services.gatekeeper.charged(caller, characters):
        return await serve(request, _score(services, body))


async def _score(services: Services, body: ScoreRequest) -> ScoreResponse:
    async with services.heavy.turn():
        return await asyncio.to_thread(_score_here, body)


def _score_here(body: ScoreRequest) -> ScoreResponse:
    scores = score_corpus(
        body.hypotheses, body.references, metrics=body.metrics, resamples=body.resamples, seed=body.seed
    )
    segments = (
        score_segments(body.hypotheses, body.references, metrics=body.metrics) if body.segments else None
    )
    return ScoreResponse(
        scores=[
            ScoreBody(
                metric=item.metric,
                name=item.name,
                value=item.value,
                signature=item.signature,
                segments=item.segments,
                lower_is_better=item.lower_is_better,
                interval=_interval(item.interval),
            )
            for item in scores
        ],
        segment_scores=None
        if segments is None
        else {name: list(values) for name, values in segments.items()},
    )


def _interval(found: Interval | None) -> IntervalBody | None:
    if found is None:
        return None
    return IntervalBody(
        low=found.low, high=found.high, level=found.level, resamples=found.resamples, seed=found.seed
    )
