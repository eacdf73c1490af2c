"""Traces reach a collector, in the trace that the client names, and without a text."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from http_server import running_server
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

THANKS = "شكرت الوزيرة المشاركين."
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """A collector on loopback: its URL, and the bodies that it was sent."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", bodies
        server.shutdown()
        thread.join()


def test_a_request_is_a_span_of_the_clients_trace(collector: tuple[str, list[bytes]], tmp_path: Path) -> None:
    url, bodies = collector
    with running_server(tmp_path, otlp_endpoint=url) as server, server.client() as client:
        header = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
        assert client.post("/v1/translate", json={"texts": [THANKS]}, headers=header).status_code == 200
    spans = [
        span
        for body in bodies
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    assert [(span.name, span.trace_id.hex()) for span in spans] == [("POST /v1/translate", TRACE)]
    assert not [body for body in bodies if THANKS.encode() in body]
