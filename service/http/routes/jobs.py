"""`/v1/jobs`: work that nobody waits for, and that survives."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from pydantic import ValidationError

from service.http.errors import ConflictError, MediaTypeError, NotFoundError, TooLargeError
from service.http.job_making import make_job, read_lines, read_ndjson
from service.http.job_watching import watch_job
from service.http.keeping import Caller
from service.http.resources import JobBody, JobRequest, JobsResponse, ResultsResponse
from service.http.routes.translate import find_wish
from service.http.schemas import TranslateOptions
from service.http.services import Services
from service.http.serving import ServicesOf, caller_for, problem_responses
from service.http.storage.jobs import (
    FINISHED,
    Job,
    JobState,
    cancel_job,
    delete_job,
    find_job,
    list_jobs,
    read_results,
)
from service.http.streaming import EVENTS, NDJSON, stream_response

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

Owner = Annotated[Caller, Depends(caller_for("jobs"))]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        pattern=r"^[\x20-\x7e]+$",
        description="A name for this request: made again, it gives the same job.",
    ),
]

_PAGE_BATCHES = 20
_STATES: dict[JobState, Literal["queued", "running", "done", "failed", "cancelled"]] = {
    JobState.RECEIVING: "queued",
    JobState.QUEUED: "queued",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": JobRequest.model_json_schema()},
            NDJSON: {
                "schema": {"type": "string", "description": "A string, or an object with text, a line."}
            },
            "text/plain": {"schema": {"type": "string", "description": "A text a line."}},
        },
    }
}
_RESULT: dict[int | str, dict[str, Any]] = {
    200: {"description": "A result a line.", "content": {NDJSON: {"schema": {"type": "string"}}}}
}


@router.post(
    "",
    response_model=JobBody,
    status_code=202,
    responses=problem_responses(404, 409),
    openapi_extra=_BODY,
    summary="Make a job",
)
async def create(
    request: Request,
    *,
    services: ServicesOf,
    caller: Owner,
    idempotency_key: IdempotencyKey = None,
    beam_size: Annotated[int, Query(ge=1, le=8, description="For bodies that are not JSON.")] = 4,
    glossary_id: Annotated[str | None, Query(max_length=64, description="Likewise.")] = None,
) -> JobBody:
    """Translate many texts. Bodies of lines are stored as they arrive, however long they are."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    longest = 8 * services.settings.max_text_characters
    texts: AsyncIterable[str]
    if kind == "application/json":
        body = await _read_json(request, services)
        options: TranslateOptions = body
        texts = _each(body.texts)
    elif kind in {NDJSON, "text/plain"}:
        options = TranslateOptions.model_validate({"beam_size": beam_size, "glossary_id": glossary_id})
        read = read_ndjson if kind == NDJSON else read_lines
        texts = read(request.stream(), longest=longest)
    else:
        raise MediaTypeError(
            f"a job is application/json, {NDJSON} or text/plain, not {kind[:80] or 'untyped'}"
        )
    wish = await find_wish(services, caller, options)
    wish.to_variant()  # what is wrong with it is said now
    job = await make_job(services, caller, texts, wish=wish, idempotency_key=idempotency_key)
    return await job_body(services, job)


@router.get("", response_model=JobsResponse, responses=problem_responses(), summary="List jobs")
async def index(
    services: ServicesOf,
    caller: Owner,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> JobsResponse:
    """List the caller's jobs, the newest first."""
    found = await services.database.run(
        lambda connection: list_jobs(connection, caller.owner, limit=limit, offset=offset)
    )
    return JobsResponse(jobs=[await job_body(services, job) for job in found])


@router.get("/{job_id}", response_model=JobBody, responses=problem_responses(404), summary="Show a job")
async def show(job_id: str, services: ServicesOf, caller: Owner) -> JobBody:
    """Give state and progress of a job."""
    return await job_body(services, await get_job(services, caller, job_id))


@router.delete(
    "/{job_id}", status_code=204, responses=problem_responses(404), summary="Cancel and forget a job"
)
async def delete(job_id: str, services: ServicesOf, caller: Owner) -> Response:
    """Forget a job and its results, and cancel it if it runs."""
    await get_job(services, caller, job_id)
    await services.database.run(partial(delete_job, job_id=job_id))
    return Response(status_code=204)


@router.post(
    "/{job_id}/cancel", response_model=JobBody, responses=problem_responses(404), summary="Cancel a job"
)
async def cancel(job_id: str, services: ServicesOf, caller: Owner) -> JobBody:
    """Cancel a job unless it is finished; what is done of it can still be read."""
    await get_job(services, caller, job_id)
    await services.database.run(
        lambda connection: cancel_job(
            connection,
            job_id,
            services.database.clock(connection),
            retention_s=services.settings.job_retention_s,
        )
    )
    return await job_body(services, await get_job(services, caller, job_id))


@router.get(
    "/{job_id}/results",
    response_model=ResultsResponse,
    responses=problem_responses(404),
    summary="Read results that are there",
)
async def results(
    job_id: str,
    services: ServicesOf,
    caller: Owner,
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of the page before.")] = 0,
) -> ResultsResponse:
    """Read results in order, also while the job runs, a page at a time."""
    job = await get_job(services, caller, job_id)
    lines, following = await services.database.run(
        partial(read_results, job_id=job_id, first_batch=cursor, batches=_PAGE_BATCHES)
    )
    return ResultsResponse(
        job=await job_body(services, job), results=[json.loads(line) for line in lines], next=following
    )


@router.get(
    "/{job_id}/result",
    response_class=StreamingResponse,
    responses={**problem_responses(404, 409), **_RESULT},
    summary="Read the result of a job that is done",
)
async def result(job_id: str, services: ServicesOf, caller: Owner) -> StreamingResponse:
    """Read all results, one JSON object a line, in order; the same bytes each time."""
    job = await get_job(services, caller, job_id)
    if job.state is not JobState.DONE:
        raise ConflictError(
            f"the job is {job.state} and has {job.done} of {job.total} results; "
            "GET …/results reads what is there, GET …/events waits"
        )
    return StreamingResponse(_lines(services, job_id), media_type=NDJSON)


@router.get(
    "/{job_id}/events",
    response_class=StreamingResponse,
    responses={
        **problem_responses(404),
        200: {"description": "Progress.", "content": {EVENTS: {"schema": {"type": "string"}}}},
    },
    summary="Watch a job",
)
async def events(job_id: str, services: ServicesOf, caller: Owner) -> StreamingResponse:
    """Send the job as a server-sent event whenever it changes, until it is finished."""
    await get_job(services, caller, job_id)
    return await stream_response(EVENTS, _events(services, caller, job_id))


async def get_job(services: Services, caller: Caller, job_id: str) -> Job:
    """Give a job of a caller.

    Raises:
        NotFoundError: there is none of that id.
    """
    found = await services.database.run(partial(find_job, owner=caller.owner, job_id=job_id))
    if found is None:
        raise NotFoundError(f"there is no job {job_id[:64]!r}; GET /v1/jobs lists yours")
    return found


async def job_body(services: Services, job: Job) -> JobBody:
    """Give a job as the API has it."""
    now = job.created
    if job.state not in FINISHED:
        now = await services.database.run(services.database.clock)
    left = job.seconds_left(now)
    return JobBody(
        id=job.id,
        kind="document" if job.kind == "document" else "texts",
        state=_STATES[job.state],
        total=job.total,
        done=job.done,
        created=job.created,
        started=job.started,
        finished=job.finished,
        expires=job.expires,
        seconds_left=None if left is None else round(left, 1),
        error=job.error,
    )


async def _read_json(request: Request, services: Services) -> JobRequest:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > services.settings.max_body_bytes:
            raise TooLargeError(
                f"a JSON body may have {services.settings.max_body_bytes} bytes; "
                f"send {NDJSON}, which is streamed"
            )
    try:
        return await asyncio.to_thread(JobRequest.model_validate_json, body)
    except ValidationError as error:
        raise RequestValidationError(
            [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors(include_url=False)]
        ) from error


async def _each(texts: Iterable[str]) -> AsyncIterator[str]:
    for text in texts:
        yield text


async def _lines(services: Services, job_id: str) -> AsyncIterator[str]:
    cursor = 0
    while True:
        lines, following = await services.database.run(
            partial(read_results, job_id=job_id, first_batch=cursor, batches=_PAGE_BATCHES)
        )
        if not lines:
            return
        yield "\n".join(lines) + "\n"
        cursor = following


async def _events(services: Services, caller: Caller, job_id: str) -> AsyncGenerator[dict[str, Any], None]:
    async for job in watch_job(services, partial(get_job, services, caller, job_id)):
        yield (await job_body(services, job)).model_dump()
