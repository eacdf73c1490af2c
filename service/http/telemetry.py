"""Traces by OpenTelemetry, where the extra `telemetry` is installed and an endpoint is set; else nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from mt.errors import InputError

Finish = Callable[[str, int], None]
"""Called with the route and the status of a request at its end."""


class Tracer(Protocol):
    """Makes spans."""

    def request(self, method: str, headers: Mapping[str, str]) -> Any:
        """Give a context in which a request is answered; it gives a `Finish`."""
        ...

    def close(self) -> None:
        """Send what is left."""
        ...


class NoTracer:
    """Makes none."""

    @contextmanager
    def request(self, _method: str, _headers: Mapping[str, str]) -> Iterator[Finish]:
        """Do nothing."""
        yield lambda _route, _status: None

    def close(self) -> None:
        """Do nothing."""


class OtlpTracer:
    """Sends spans to a collector."""

    def __init__(self, endpoint: str) -> None:
        """Connect to a collector.

        Args:
            endpoint: its URL for traces over HTTP.

        Raises:
            InputError: the extra is not installed.
        """
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ModuleNotFoundError as error:
            raise InputError(
                "otlp_endpoint is set and OpenTelemetry is not installed; pip install 'amana[telemetry]'"
            ) from error
        self._provider = TracerProvider(resource=Resource.create({"service.name": "amana"}))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
        self._tracer = self._provider.get_tracer("amana")

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Finish]:
        """Make a span of a request, within the trace that the client names."""
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind

        with self._tracer.start_as_current_span(
            method, context=extract(dict(headers)), kind=SpanKind.SERVER
        ) as span:

            def finish(route: str, status: int) -> None:
                span.update_name(f"{method} {route}")
                span.set_attributes(
                    {"http.request.method": method, "http.route": route, "http.response.status_code": status}
                )

            yield finish

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()
