"""`/healthz`, `/readyz`, `/metrics`: for those who run the server."""

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy import text

from mt.errors import AmanaError
from service.http.keeping import Caller
from service.http.metrics import CONTENT_TYPE
from service.http.resources import ReadyResponse
from service.http.serving import ServicesOf, caller_for, problem_responses

router = APIRouter(tags=["operations"])

_FRESH_S = 10.0
"""A batch that succeeded so lately is proof enough."""


@router.get("/healthz", summary="Tell whether the process is alive")
async def healthz() -> dict[str, str]:
    """Answer at once: the event loop turns."""
    return {"status": "ok"}


@router.get(
    "/readyz",
    response_model=ReadyResponse,
    responses={503: {"model": ReadyResponse, "description": "Not ready"}},
    summary="Tell whether the server can take work",
)
async def readyz(services: ServicesOf, response: Response) -> ReadyResponse:
    """Run the self-test of the model, unless it just worked, and ask the database."""
    checks = {"model": "ok", "database": "ok", "server": "stopping" if services.draining else "ok"}
    try:
        if time.monotonic() - services.scheduler.last_success > _FRESH_S:
            await services.scheduler.check()
    except AmanaError as error:
        checks["model"] = str(error)
    try:
        await services.database.run(lambda connection: connection.execute(text("SELECT 1")))
    except AmanaError as error:
        checks["database"] = str(error)
    ready = set(checks.values()) == {"ok"}
    response.status_code = 200 if ready else 503
    return ReadyResponse(
        status="ready" if ready else "not-ready", model=services.model.identity, checks=checks
    )


@router.get(
    "/metrics",
    response_class=Response,
    responses={**problem_responses(), 200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    summary="Counters for Prometheus",
)
async def metrics(
    services: ServicesOf, _caller: Annotated[Caller, Depends(caller_for("metrics"))]
) -> Response:
    """Give all counters; with keys, to those that have the scope metrics."""
    return Response(services.metrics.exposition(), headers={"content-type": CONTENT_TYPE})
