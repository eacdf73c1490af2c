"""`/v1/report`: an article and its reference in, a fidelity report out, as JSON or as a page."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from eval.report.build import Text, make_texts
from eval.report.job import report_texts
from eval.report.serial import report_to_json
from eval.report.value import Report
from mt.pipeline import PipelineOptions
from mt.translation import Translation
from service.http.keeping import Caller
from service.http.routes.align import check_length
from service.http.schemas import ReportRequest
from service.http.services import Services
from service.http.serving import OffLoopRoute, ServicesOf, caller_for, problem_responses, serve
from service.http.wishes import Wish
from service.http.work import Priority

router = APIRouter(prefix="/v1", tags=["report"], route_class=OffLoopRoute)

_FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report, see docs/report-schema.json; as a page if Accept asks for text/html.",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "text/html": {"schema": {"type": "string"}},
        },
    }
}


@router.post(
    "/report",
    response_class=Response,
    responses={**problem_responses(), **_FORMS},
    summary="Report how faithfully an article renders its reference",
)
async def report(
    body: ReportRequest,
    request: Request,
    services: ServicesOf,
    caller: Annotated[Caller, Depends(caller_for("report"))],
) -> Response:
    """Align, translate, score and check an article against its reference."""
    characters = check_length(services, body.article, body.reference)
    as_page = "text/html" in request.headers.get("accept", "")
    async with services.gatekeeper.charged(caller, characters):
        text = await serve(request, _report(services, caller, body, as_page=as_page))
    return Response(text, media_type="text/html" if as_page else "application/json")


async def _report(services: Services, caller: Caller, body: ReportRequest, *, as_page: bool) -> str:
    encoder = await services.encoders.get()
    loop = asyncio.get_running_loop()

    def translate(texts: Iterable[str]) -> list[Translation]:
        """Let the scheduler draft, from the thread of the report."""
        work = services.scheduler.translate(
            list(texts), Wish().to_variant(), owner=caller.owner, priority=Priority.BULK
        )
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    def make(texts: tuple[Text, Text]) -> Report:
        return report_texts(
            *texts,
            translate=translate,
            encoder=encoder,
            encoder_name=services.encoders.name,
            created=datetime.now(UTC),
            support=services.model.translator(PipelineOptions()).support,
        )

    def work() -> str:
        made = make(make_texts((body.article_name, body.article), (body.reference_name, body.reference)))
        if as_page:
            from eval.report.page import render_page

            return render_page(made)
        return report_to_json(made)

    async with services.heavy.turn():
        return await asyncio.to_thread(work)
