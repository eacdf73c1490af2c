"""`/v1/documents`: files in, the same files in English out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Header, Response, UploadFile

from service.http.documents import document_result, make_document_job
from service.http.errors import NotFoundError
from service.http.keeping import Caller
from service.http.resources import JobBody
from service.http.routes.jobs import get_job, job_body
from service.http.routes.translate import find_wish
from service.http.schemas import TranslateOptions
from service.http.serving import ServicesOf, caller_for, problem_responses
from service.http.storage.jobs import Job

router = APIRouter(prefix="/v1/documents", tags=["documents"])

Owner = Annotated[Caller, Depends(caller_for("jobs"))]


@router.post(
    "",
    response_model=JobBody,
    status_code=202,
    responses=problem_responses(404, 409),
    summary="Translate a document",
)
async def create(
    file: UploadFile,
    *,
    services: ServicesOf,
    caller: Owner,
    beam_size: Annotated[int, Form(ge=1, le=8)] = 4,
    glossary_id: Annotated[str | None, Form(max_length=64)] = None,
    idempotency_key: Annotated[
        str | None, Header(min_length=1, max_length=255, pattern=r"^[\x20-\x7e]+$")
    ] = None,
) -> JobBody:
    """Make a job of a document; its name says what it is."""
    options = TranslateOptions.model_validate({"beam_size": beam_size, "glossary_id": glossary_id})
    wish = await find_wish(services, caller, options)
    data = await file.read()
    job, _ = await make_document_job(
        services, caller, data, name=file.filename or "", wish=wish, idempotency_key=idempotency_key
    )
    return await job_body(services, job)


@router.get(
    "/{document_id}", response_model=JobBody, responses=problem_responses(404), summary="Show a document"
)
async def show(document_id: str, services: ServicesOf, caller: Owner) -> JobBody:
    """Give the state of a document; to cancel or delete it, see /v1/jobs."""
    return await job_body(services, _document(await get_job(services, caller, document_id)))


@router.get(
    "/{document_id}/result",
    response_class=Response,
    responses={
        **problem_responses(404, 409),
        200: {
            "description": "The translated file.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
    },
    summary="Fetch a translated document",
)
async def result(document_id: str, services: ServicesOf, caller: Owner) -> Response:
    """Give the translated file."""
    job = _document(await get_job(services, caller, document_id))
    return await document_result(services, job.id)


def _document(job: Job) -> Job:
    if job.kind != "document":
        raise NotFoundError(f"{job.id} is a job of texts; see /v1/jobs")
    return job
