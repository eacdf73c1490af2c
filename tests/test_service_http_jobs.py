"""Jobs against a real server: progress, cancelling, idempotency, expiry, and what a kill -9 leaves."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from http_server import Server, running_server

SETTINGS = {"poll_s": "0.05", "lease_s": "0.6", "job_batch_texts": "4"}
TEXTS = [
    f"{name} {verb} إلى {place} في {year}."
    for name in ("وصل الوزير", "سافر الرئيس")
    for verb in ("مع وفد كبير", "بعد المؤتمر", "قبل الجلسة")
    for place in ("بيروت", "القاهرة", "تونس", "عمان")
    for year in ("آذار", "نيسان")
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without keys."""
    with running_server(tmp_path_factory.mktemp("server"), **SETTINGS) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """A client of it."""
    with server.client() as made:
        yield made


@pytest.fixture(scope="module")
def expected(client: httpx.Client) -> bytes:
    """The result of a job that nobody disturbed."""
    return result_of(client, make_job(client, TEXTS))


def make_job(client: httpx.Client, texts: list[str], **headers: str) -> str:
    """Make a job and give its id."""
    answer = client.post("/v1/jobs", json={"texts": texts}, headers=headers)
    assert answer.status_code == 202, answer.text
    job_id: str = answer.json()["id"]
    return job_id


def state_of(client: httpx.Client, job_id: str) -> dict[str, object]:
    """Give a job."""
    found: dict[str, object] = client.get(f"/v1/jobs/{job_id}").json()
    return found


def result_of(client: httpx.Client, job_id: str) -> bytes:
    """Wait for a job and give its result."""
    wait_for(lambda: state_of(client, job_id)["state"] == "done")
    answer = client.get(f"/v1/jobs/{job_id}/result")
    assert answer.status_code == 200
    return answer.content


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        threading.Event().wait(0.02)


def test_a_result_has_a_line_for_each_text_in_order(expected: bytes) -> None:
    lines = [json.loads(line) for line in expected.decode().splitlines()]
    assert [line["index"] for line in lines] == list(range(len(TEXTS)))
    assert all(line["text"] and line["error"] is None for line in lines)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("\n".join(TEXTS), "text/plain; charset=utf-8"),
        ("\n".join(json.dumps(text) for text in TEXTS) + "\n", "application/x-ndjson"),
        ("\n".join(json.dumps({"text": text}) for text in TEXTS), "application/x-ndjson"),
    ],
)
def test_lines_make_the_same_job_as_json(
    client: httpx.Client, expected: bytes, content: str, kind: str
) -> None:
    answer = client.post("/v1/jobs", content=content.encode(), headers={"content-type": kind})
    assert answer.status_code == 202
    assert result_of(client, answer.json()["id"]) == expected


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"texts": [1]}', "application/json", 422),
        (b"1\n", "application/x-ndjson", 422),
        (b"[" * 100_000 + b"\n", "application/x-ndjson", 422),
        (b"\xff\n", "text/plain", 422),
        (b"a" * 200_000, "text/plain", 413),
        (b"a", "image/png", 415),
    ],
)
def test_a_body_that_is_no_job_leaves_nothing(
    client: httpx.Client, content: bytes, kind: str, status: int
) -> None:
    before = client.get("/v1/jobs").json()
    answer = client.post("/v1/jobs", content=content, headers={"content-type": kind})
    assert answer.status_code == status, answer.text[:300]
    assert client.get("/v1/jobs").json() == before


def test_results_can_be_read_while_a_job_runs(client: httpx.Client, expected: bytes) -> None:
    job_id = make_job(client, TEXTS)
    seen: list[dict[str, object]] = []
    cursor, page = 0, {"results": [None], "job": {"state": "queued"}}
    while page["job"]["state"] != "done" or page["results"]:
        page = client.get(f"/v1/jobs/{job_id}/results", params={"cursor": cursor}).json()
        seen += page["results"]
        cursor = page["next"]
    assert seen == [json.loads(line) for line in expected.splitlines()]


def test_an_idempotency_key_makes_one_job(client: httpx.Client) -> None:
    first = make_job(client, TEXTS[:2], **{"idempotency-key": "one"})
    assert make_job(client, TEXTS[:2], **{"idempotency-key": "one"}) == first
    answer = client.post("/v1/jobs", json={"texts": ["x"]}, headers={"idempotency-key": "one"})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_job_without_texts_is_done(client: httpx.Client) -> None:
    assert result_of(client, make_job(client, [])) == b""


def test_a_cancelled_job_stays_cancelled(client: httpx.Client) -> None:
    job_id = make_job(client, TEXTS * 8)
    assert client.get(f"/v1/jobs/{job_id}/result").status_code == 409
    assert client.post(f"/v1/jobs/{job_id}/cancel").json()["state"] == "cancelled"
    assert result_of(client, make_job(client, TEXTS[:1]))
    assert state_of(client, job_id)["state"] == "cancelled"


def test_a_deleted_job_is_gone(client: httpx.Client) -> None:
    job_id = make_job(client, TEXTS * 8)
    assert client.delete(f"/v1/jobs/{job_id}").status_code == 204
    assert client.get(f"/v1/jobs/{job_id}").status_code == 404


def test_events_end_with_the_job(client: httpx.Client) -> None:
    job_id = make_job(client, TEXTS)
    with client.stream("GET", f"/v1/jobs/{job_id}/events") as answer:
        data = [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: ")]
    done = [event["done"] for event in data if event]
    assert done == sorted(done)
    assert [event for event in data if event][-1]["state"] == "done"


def test_a_finished_job_expires(tmp_path: Path) -> None:
    with running_server(tmp_path, **SETTINGS, job_retention_s="0.01") as server, server.client() as client:
        job_id = make_job(client, TEXTS[:1])
        wait_for(lambda: client.get(f"/v1/jobs/{job_id}").json().get("state") == "done")
    with running_server(tmp_path, **SETTINGS) as server, server.client() as client:
        wait_for(lambda: client.get(f"/v1/jobs/{job_id}").status_code == 404)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_killed_server_goes_on_where_it_was(tmp_path: Path, expected: bytes, seed: int) -> None:
    moment = random.Random(seed).uniform(0.0, 0.8)
    with running_server(tmp_path, **SETTINGS) as server, server.client() as client:
        job_id = make_job(client, TEXTS)
        wait_for(lambda: int(str(state_of(client, job_id)["done"])) >= moment * len(TEXTS))
        server.kill()
    with running_server(tmp_path, **SETTINGS) as server, server.client() as client:
        assert result_of(client, job_id) == expected


def test_a_stopped_server_gives_its_batches_back(tmp_path: Path, expected: bytes) -> None:
    patient = SETTINGS | {"lease_s": "3600"}
    with running_server(tmp_path, **patient) as server, server.client() as client:
        job_id = make_job(client, TEXTS)
        wait_for(lambda: int(str(state_of(client, job_id)["done"])) > 0)
    with running_server(tmp_path, **patient) as server, server.client() as client:
        assert result_of(client, job_id) == expected
