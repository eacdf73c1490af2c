"""`/v1/models`: which models there are."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends

from mt.models import list_models
from service.http.keeping import Caller
from service.http.schemas import ModelBody, ModelsResponse
from service.http.serving import ServicesOf, caller_for, problem_responses

router = APIRouter(prefix="/v1", tags=["models"])


@router.get("/models", response_model=ModelsResponse, responses=problem_responses(), summary="List models")
async def models(
    services: ServicesOf, _caller: Annotated[Caller, Depends(caller_for("translate"))]
) -> ModelsResponse:
    """List the models on the machine of the server; it translates with the one that is loaded."""
    loaded = services.model.checkpoint
    here = ModelBody(id=loaded.identity, name=loaded.name, source_lang="ar", target_lang="en", loaded=True)
    others = [
        ModelBody(id=place.name, name=place.name, source_lang="ar", target_lang="en", loaded=False)
        for place in await asyncio.to_thread(list_models)
        if place.path != loaded.path
    ]
    return ModelsResponse(models=[here, *others])
