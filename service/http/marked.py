"""Texts with tags: what is between the tags is translated as whole sentences, and the tags are kept."""

import asyncio
from collections.abc import Sequence

from mt.documents.document import Document
from mt.documents.drafting import DraftPlan, plan_drafts
from mt.documents.html import read_markup
from service.http.keeping import Caller
from service.http.services import Services
from service.http.work import Priority, Variant


async def translate_marked(
    services: Services,
    caller: Caller,
    texts: Sequence[str],
    *,
    xml: bool,
    variant: Variant,
    priority: Priority,
) -> list[str]:
    """Translate texts that are HTML or XML, one draft each, with the same tags.

    Args:
        services: the server.
        caller: for whom.
        texts: the texts.
        xml: whether they are XML.
        variant: how.
        priority: who goes first.
    """
    planned = await asyncio.to_thread(_plan, texts, xml=xml)
    wanted = [text for _, plan in planned for text in plan.texts]
    found = await services.scheduler.translate(wanted, variant, owner=caller.owner, priority=priority)

    def finish() -> list[str]:
        drafts, position = [], 0
        for document, plan in planned:
            following = position + len(plan.texts)
            drafted = plan.finish(found[position:following])
            drafts.append(document.render(drafted.drafts).decode())
            position = following
        return drafts

    return await asyncio.to_thread(finish)


def _plan(texts: Sequence[str], *, xml: bool) -> list[tuple[Document, DraftPlan]]:
    documents = [read_markup(text, xml=xml) for text in texts]
    return [(document, plan_drafts(document.units)) for document in documents]
