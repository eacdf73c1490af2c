"""The documents of DeepL's API."""

import secrets
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from service.http.documents import document_result, find_upload, make_document_job
from service.http.errors import ConflictError, NotFoundError, RequestError, UnavailableError
from service.http.params import read_params
from service.http.routes.deepl import find_caller, find_wish
from service.http.routes.jobs import get_job, job_body
from service.http.services import Services
from service.http.serving import ServicesOf
from service.http.storage.jobs import Job, JobState

router = APIRouter(prefix="/v2/document", include_in_schema=False)

_STATES = {
    JobState.QUEUED: "queued",
    JobState.RUNNING: "translating",
    JobState.DONE: "done",
    JobState.FAILED: "error",
    JobState.CANCELLED: "error",
}


@router.post("")
async def upload(request: Request, services: ServicesOf) -> JSONResponse:
    """Queue a document."""
    params = await read_params(request)
    caller = await find_caller(services, request)
    file = params.files.get("file")
    if file is None:
        raise RequestError("the file is missing; send it as file in multipart/form-data")
    wish = await find_wish(services, caller, params)
    name = params.text("filename", file.filename or secrets.token_hex(4))
    job, secret = await make_document_job(services, caller, await file.read(), name=name, wish=wish)
    return JSONResponse({"document_id": job.id, "document_key": secret})


@router.post("/{document_id}")
async def status(document_id: str, request: Request, services: ServicesOf) -> JSONResponse:
    """Tell how far a document is."""
    job = await _find(services, request, document_id)
    body = await job_body(services, job)
    answer: dict[str, object] = {"document_id": job.id, "status": _STATES[job.state]}
    if body.seconds_left is not None and job.state is not JobState.DONE:
        answer["seconds_remaining"] = max(1, round(body.seconds_left))
    if job.state is JobState.DONE:
        answer["billed_characters"] = job.characters
    if _STATES[job.state] == "error":
        answer["error_message"] = job.error or job.state.value
    return JSONResponse(answer)


@router.post("/{document_id}/result")
async def result(document_id: str, request: Request, services: ServicesOf) -> Response:
    """Give the translated document."""
    job = await _find(services, request, document_id)
    try:
        return await document_result(services, job.id)
    except ConflictError as error:  # the clients try again on this status
        raise UnavailableError(str(error), retry_after_s=1) from error


async def _find(services: Services, request: Request, document_id: str) -> Job:
    params = await read_params(request)
    caller = await find_caller(services, request)
    secret = params.text("document_key")
    owner = await services.database.run(partial(find_upload, job_id=document_id, secret=secret))
    if owner != caller.owner:
        raise NotFoundError("there is no document with that document_id and document_key")
    return await get_job(services, caller, document_id)
