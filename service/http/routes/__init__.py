"""Routes, one file a subject; the surfaces of other services have a file each."""

from service.http.routes import (
    align,
    apertium,
    deepl,
    deepl_documents,
    documents,
    glossaries,
    jobs,
    libretranslate,
    memories,
    models,
    operations,
    report,
    score,
    translate,
)

ROUTERS = (
    translate.router,
    align.router,
    score.router,
    report.router,
    documents.router,
    jobs.router,
    glossaries.router,
    memories.router,
    models.router,
    operations.router,
    libretranslate.router,
    deepl.router,
    deepl_documents.router,
    apertium.router,
)
"""All of them, in the order of the documentation."""
