"""`/v1/translate` and what every request is wrapped in, against a real server."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from http_server import Server, running_server

from mt.loading import load_translator

THANKS = "شكرت الوزيرة المشاركين في المؤتمر."
TEXTS = (THANKS, "قال الرئيس إن الحكومة ستدعم الاقتصاد.", "", "IBM", "وصل الوزير. ثم غادر.")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without keys."""
    with running_server(tmp_path_factory.mktemp("server"), max_text_characters="2000") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """A client of it."""
    with server.client() as made:
        yield made


def test_drafts_are_those_of_the_pipeline_in_order(client: httpx.Client) -> None:
    answer = client.post("/v1/translate", json={"texts": TEXTS})
    assert answer.status_code == 200
    expected = list(load_translator().translate(TEXTS))
    found = answer.json()["translations"]
    assert [item["text"] for item in found] == [translation.text for translation in expected]
    assert [item["flags"] for item in found] == [sorted(translation.flags) for translation in expected]
    assert answer.json()["model"] == expected[0].model


@pytest.mark.parametrize("accept", ["application/x-ndjson", "text/event-stream"])
def test_streams_give_the_same_in_order(client: httpx.Client, accept: str) -> None:
    whole = client.post("/v1/translate", json={"texts": TEXTS}).json()["translations"]
    with client.stream("POST", "/v1/translate", json={"texts": TEXTS}, headers={"accept": accept}) as answer:
        assert answer.headers["content-type"].startswith(accept)
        lines = [line.removeprefix("data: ") for line in answer.iter_lines() if line and line != "event: end"]
    values = [value for line in lines if (value := json.loads(line))]
    assert [value.pop("index") for value in values] == list(range(len(TEXTS)))
    assert values == whole


def test_terms_stand_in_the_drafts_and_do_not_leak_into_others(client: httpx.Client) -> None:
    body = {
        "texts": ["التقى التحالف الدولي اليوم."],
        "terms": [{"source": "التحالف الدولي", "target": "XYZ"}],
    }
    with_terms = client.post("/v1/translate", json=body).json()["translations"][0]["text"]
    without = client.post("/v1/translate", json={"texts": body["texts"]}).json()["translations"][0]["text"]
    assert "XYZ" in with_terms
    assert "XYZ" not in without


def test_alternatives_and_unsure_words_come_if_asked_for(client: httpx.Client) -> None:
    body = {"texts": [THANKS], "alternatives": 2, "words": True}
    found = client.post("/v1/translate", json=body).json()["translations"][0]
    assert 1 <= len(found["alternatives"]) <= 2
    assert found["text"] not in found["alternatives"]
    assert all(0 <= word["probability"] <= 1 for word in found["unsure"])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"texts": [', 400, "request.malformed"),
        (b"[" * 100_000, 400, "request"),
        (b'{"texts": "\xff"}', 400, "request"),
        (b'{"texts": ["\\ud800"]}', 422, "request.invalid"),
        (b'{"texts": []}', 422, "request.invalid"),
        (b'{"texts": ["a"], "unknown": 1}', 422, "request.invalid"),
        (b'{"texts": ["a"], "beam_size": 0}', 422, "request.invalid"),
        (b'{"texts": ["a"], "source_lang": "fr"}', 422, "request.invalid"),
        (b'{"texts": ["a"], "glossary_id": "none"}', 404, "not-found"),
        (json.dumps({"texts": ["a"] * 1001}).encode(), 413, "too-large"),
        (json.dumps({"texts": ["a" * 2001]}).encode(), 413, "too-large"),
        (b'"' + b"a" * (9 << 20) + b'"', 413, "too-large"),
    ],
)
def test_what_cannot_be_served_is_a_problem_with_a_code(
    client: httpx.Client, body: bytes, status: int, code: str
) -> None:
    answer = client.post("/v1/translate", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_body_without_a_length_is_held_to_the_limit(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/translate",
        content=(b" " * 65_536 for _ in range(160)),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 413


def test_answers_have_security_headers_and_no_cors(client: httpx.Client) -> None:
    answer = client.get("/healthz", headers={"origin": "https://elsewhere.example"})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("given", "kept"), [("abc-1", True), ("a b", False), ("x" * 65, False)])
def test_a_sensible_request_id_is_kept(client: httpx.Client, given: str, kept: bool) -> None:
    answer = client.get("/healthz", headers={"x-request-id": given})
    assert (answer.headers["x-request-id"] == given) is kept


def test_a_name_from_elsewhere_is_refused_while_there_are_no_keys(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"host": "rebound.example"}).status_code == 400


def test_ready_says_which_model(client: httpx.Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"model": "ok", "database": "ok", "server": "ok"}
    assert answer.json()["model"].startswith("ar-en@")


def test_equal_texts_are_computed_once(client: httpx.Client) -> None:
    text = "افتتح المدير المتحف الجديد صباح الأحد."
    answers: list[str] = []

    def ask() -> None:
        answer = client.post("/v1/translate", json={"texts": [text, text]})
        answers.extend(item["text"] for item in answer.json()["translations"])

    before = counters(client)
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = counters(client)
    assert len(answers) == 16
    assert len(set(answers)) == 1
    assert after['amana_texts_total{how="computed"}'] - before['amana_texts_total{how="computed"}'] == 1


def test_what_a_client_left_behind_is_dropped(server: Server, client: httpx.Client) -> None:
    texts = [f"قال الوزير رقم {number} إن الحكومة ستدعم الاقتصاد في البلاد." for number in range(900)]
    body = json.dumps({"texts": texts}).encode()
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        head = f"POST /v1/translate HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\n"
        connection.sendall(head.encode() + b"content-type: application/json\r\n\r\n" + body)
        wait_for(lambda: counters(client)['amana_queued_tokens{priority="bulk"}'] > 0)
    wait_for(lambda: counters(client)['amana_queued_tokens{priority="bulk"}'] == 0)
    assert counters(client)["amana_dropped_total"] > 500


def test_torch_is_not_loaded(server: Server, client: httpx.Client) -> None:
    client.post("/v1/translate", json={"texts": [THANKS]})
    loaded = Path(f"/proc/{server.process.pid}/maps").read_text()
    assert "ctranslate2" in loaded
    assert "torch" not in loaded


def test_logs_tell_of_requests_and_not_of_texts(server: Server, client: httpx.Client) -> None:
    broken = f'{{"text": "{THANKS}'.encode()
    client.post("/v2/translate", content=broken, headers={"content-type": "application/json"})
    client.post("/v1/translate?secret=1", json={"texts": [THANKS]}, headers={"x-request-id": "to-be-found"})
    wait_for(lambda: any(entry.get("request_id") == "to-be-found" for entry in server.log))
    entry = next(entry for entry in server.log if entry.get("request_id") == "to-be-found")
    assert (entry["route"], entry["status"]) == ("/v1/translate", 200)
    assert not [entry for entry in server.log if THANKS in str(entry) or "secret" in str(entry)]


def counters(client: httpx.Client) -> dict[str, float]:
    """Read the metrics of a server."""
    lines = client.get("/metrics").text.splitlines()
    return {name: float(value) for line in lines if line[0] != "#" for name, value in [line.rsplit(" ", 1)]}


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until a condition holds."""

    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        threading.Event().wait(0.02)
