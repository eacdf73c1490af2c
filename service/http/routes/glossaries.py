"""`/v1/glossaries`: terms that are kept here."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy import Connection

from mt.errors import FormatError
from mt.glossary import Glossary, Term, make_glossary
from service.http.errors import NotFoundError
from service.http.keeping import Caller
from service.http.resources import GlossariesResponse, GlossaryBody, GlossaryRequest, TermsResponse
from service.http.routes.translate import read_terms
from service.http.schemas import TermBody
from service.http.services import Services
from service.http.serving import OffLoopRoute, ServicesOf, caller_for, problem_responses
from service.http.storage.glossaries import (
    StoredGlossary,
    create_glossary,
    delete_glossary,
    find_glossary,
    list_glossaries,
)

router = APIRouter(prefix="/v1/glossaries", tags=["glossaries"], route_class=OffLoopRoute)

Translator = Annotated[Caller, Depends(caller_for("translate"))]


@router.post(
    "", response_model=GlossaryBody, status_code=201, responses=problem_responses(), summary="Keep a glossary"
)
async def create(body: GlossaryRequest, services: ServicesOf, caller: Translator) -> GlossaryBody:
    """Keep terms, for use by `glossary_id`."""
    terms = [Term(term.source, term.target) for term in body.terms]
    made = await keep_terms(services, caller, name=body.name, terms=terms)
    return _body(*made)


@router.get("", response_model=GlossariesResponse, responses=problem_responses(), summary="List glossaries")
async def index(services: ServicesOf, caller: Translator) -> GlossariesResponse:
    """List the caller's glossaries."""
    found = await services.database.run(lambda connection: list_glossaries(connection, caller.owner))
    return GlossariesResponse(glossaries=[_body(glossary) for glossary in found])


@router.get(
    "/{glossary_id}",
    response_model=GlossaryBody,
    responses=problem_responses(404),
    summary="Show a glossary",
)
async def show(glossary_id: str, services: ServicesOf, caller: Translator) -> GlossaryBody:
    """Give name and size of a glossary."""
    return _body(await get_glossary(services, caller, glossary_id))


@router.get(
    "/{glossary_id}/terms",
    response_model=TermsResponse,
    responses=problem_responses(404),
    summary="Show the terms of a glossary",
)
async def terms(glossary_id: str, services: ServicesOf, caller: Translator) -> TermsResponse:
    """Give the terms of a glossary."""
    found = await get_glossary(services, caller, glossary_id)
    return TermsResponse(terms=[TermBody(source=s, target=t) for s, t in read_terms(found.entries)])


@router.delete(
    "/{glossary_id}", status_code=204, responses=problem_responses(404), summary="Delete a glossary"
)
async def delete(glossary_id: str, services: ServicesOf, caller: Translator) -> Response:
    """Delete a glossary; jobs that were made with it keep its terms."""
    await drop_glossary(services, caller, glossary_id)
    return Response(status_code=204)


async def keep_terms(
    services: Services, caller: Caller, *, name: str, terms: list[Term]
) -> tuple[StoredGlossary, Glossary]:
    """Check terms and keep them.

    Raises:
        FormatError: a term lacks a side, or has a tab or a line end.
    """
    glossary = make_glossary(terms)
    for term in glossary.terms:
        if any(mark in side for side in (term.source, term.target) for mark in "\t\r\n"):
            raise FormatError(f"a term has no tabs and no line ends, unlike {term.source!r}; take them out")
    entries = "\n".join(f"{term.source}\t{term.target}" for term in glossary.terms)

    def create_in(connection: Connection) -> StoredGlossary:
        now = services.database.clock(connection)
        return create_glossary(connection, now, owner=caller.owner, name=name, entries=entries)

    return await services.database.run(create_in), glossary


async def get_glossary(services: Services, caller: Caller, glossary_id: str) -> StoredGlossary:
    """Give a glossary of a caller.

    Raises:
        NotFoundError: there is none of that id.
    """
    found = await services.database.run(partial(find_glossary, owner=caller.owner, glossary_id=glossary_id))
    if found is None:
        raise NotFoundError(f"there is no glossary {glossary_id[:64]!r}; GET /v1/glossaries lists yours")
    return found


async def drop_glossary(services: Services, caller: Caller, glossary_id: str) -> None:
    """Delete a glossary of a caller.

    Raises:
        NotFoundError: there is none of that id.
    """
    drop = partial(delete_glossary, owner=caller.owner, glossary_id=glossary_id)
    if not await services.database.run(drop):
        raise NotFoundError(f"there is no glossary {glossary_id[:64]!r}; GET /v1/glossaries lists yours")


def _body(stored: StoredGlossary, glossary: Glossary | None = None) -> GlossaryBody:
    conflicts = [conflict.source for conflict in glossary.conflicts] if glossary else []
    return GlossaryBody(
        id=stored.id, name=stored.name, size=stored.size, created=stored.created, conflicts=conflicts
    )
