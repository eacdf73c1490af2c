"""Jobs on a real PostgreSQL: two replicas, one of them killed, and a database that goes away."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from http_server import running_server
from postgres import Postgres, running_postgres
from sqlalchemy import create_engine, text
from test_service_http_jobs import SETTINGS, TEXTS, make_job, result_of, state_of, wait_for


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A server of PostgreSQL."""
    with running_postgres() as running:
        yield running


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What one replica on SQLite makes of the texts."""
    folder = tmp_path_factory.mktemp("expected")
    with running_server(folder, **SETTINGS) as server, server.client() as client:
        return result_of(client, make_job(client, TEXTS))


def batches_of(url: str) -> list[tuple[str, int, int]]:
    """Give replica, attempts and times computed of every batch of a database."""
    engine = create_engine(url.replace("postgresql:", "postgresql+pg8000:"))
    try:
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT replica, attempts, computed FROM job_batches"))
            return [(row[0], row[1], row[2]) for row in rows]
    finally:
        engine.dispose()


def test_two_replicas_share_jobs_and_do_no_batch_twice(
    postgres: Postgres, expected: bytes, tmp_path: Path
) -> None:
    url = postgres.create("shared")
    with ExitStack() as stack:
        clients: list[httpx.Client] = []
        for _ in range(2):
            patient = SETTINGS | {"lease_s": "60"}
            server = stack.enter_context(running_server(tmp_path, **patient, database_url=url))
            clients.append(stack.enter_context(server.client()))
        ids = [make_job(clients[number % 2], TEXTS) for number in range(4)]
        assert [result_of(clients[1], job_id) for job_id in ids] == [expected] * 4
    batches = batches_of(url)
    assert len({replica for replica, _, _ in batches}) == 2
    assert {(attempts, computed) for _, attempts, computed in batches} == {(1, 1)}


def test_the_batches_of_a_killed_replica_go_to_the_other(
    postgres: Postgres, expected: bytes, tmp_path: Path
) -> None:
    url = postgres.create("killed")
    moment = random.Random(7).uniform(0.1, 0.6)
    with (
        running_server(tmp_path, **SETTINGS, database_url=url) as first,
        running_server(tmp_path, **SETTINGS, database_url=url) as second,
        second.client() as client,
    ):
        job_id = make_job(client, TEXTS)
        wait_for(lambda: int(str(state_of(client, job_id)["done"])) >= moment * len(TEXTS))
        first.kill()
        assert result_of(client, job_id) == expected
    assert {computed for _, _, computed in batches_of(url)} == {1}


def test_a_database_that_goes_away_loses_nothing(postgres: Postgres, expected: bytes, tmp_path: Path) -> None:
    url = postgres.create("gone")
    with running_server(tmp_path, **SETTINGS, database_url=url) as server, server.client() as client:
        job_id = make_job(client, TEXTS)
        wait_for(lambda: int(str(state_of(client, job_id)["done"])) > 0)
        postgres.stop()
        try:
            answer = client.get(f"/v1/jobs/{job_id}")
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert client.get("/readyz").status_code == 503
            draft = client.post("/v1/translate", json={"texts": TEXTS[:1]})
            assert draft.status_code == 200
        finally:
            postgres.start()
        wait_for(lambda: client.get("/readyz").status_code == 200)
        assert result_of(client, job_id) == expected
