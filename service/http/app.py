"""The application factory."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from service.http import problems
from service.http.envelope import Envelope
from service.http.logs import make_logger
from service.http.metrics import Metrics
from service.http.routes import ROUTERS
from service.http.services import run_services
from service.http.settings import Settings
from service.http.telemetry import NoTracer, OtlpTracer

_DESCRIPTION = """\
Arabic to English: drafts, alignments, scores and fidelity reports, and jobs that survive.

Errors are problem details (RFC 9457) with a stable `code`. The same server speaks the APIs of
LibreTranslate, DeepL v2 and Apertium APy, so that their clients work by changing a URL."""


def create_app(settings: Settings) -> FastAPI:
    """Make the application. Nothing is loaded before it starts.

    Args:
        settings: of the server.

    Raises:
        InputError: traces are wanted, and OpenTelemetry is not installed.
    """
    metrics, log = Metrics(), make_logger(settings.log_level)
    tracer = OtlpTracer(settings.otlp_endpoint) if settings.otlp_endpoint else NoTracer()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
        async with run_services(settings, metrics=metrics, log=log, tracer=tracer) as services:
            app.state.services = services
            yield

    middleware = [Middleware(Envelope, settings, metrics=metrics, log=log, tracer=tracer)]
    if settings.cors_origins:
        cors = Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["authorization", "content-type", "idempotency-key", "x-request-id"],
            expose_headers=["retry-after", "x-request-id"],
        )
        middleware.append(cors)
    app = FastAPI(
        title="Amana",
        version=version("amana"),
        description=_DESCRIPTION,
        # The pages of the documentation would load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        middleware=middleware,
        lifespan=lifespan,
    )
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    return app
