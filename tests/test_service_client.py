"""The Python client and `amana translate --server` against a real server."""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_server import Server, running_server

from mt.loading import load_translator
from mt.models import DEFAULT_MODEL
from service.client import AsyncClient, Client, RetryPolicy, ServerError, UnreachableError
from service.client.retrying import RetryTransport
from service.client.values import Options
from service.reporting import make_report

TEXTS = ["شكرت الوزيرة المشاركين في المؤتمر.", "", "قال نعم.", "IBM"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without keys."""
    with running_server(tmp_path_factory.mktemp("server"), poll_s="0.05") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    """A client of it."""
    with Client(server.url) as made:
        yield made


@pytest.fixture(scope="module")
def drafts() -> list[str]:
    """What the pipeline makes of the texts."""
    return [translation.text for translation in load_translator().translate(TEXTS)]


def test_texts_are_translated_in_order(client: Client, drafts: list[str]) -> None:
    assert [draft.text for draft in client.translate(iter(TEXTS))] == drafts


def test_the_asynchronous_client_gives_the_same(server: Server, drafts: list[str]) -> None:
    async def ask() -> list[str]:
        async with AsyncClient(server.url) as client:
            return [draft.text async for draft in client.translate(TEXTS)]

    assert asyncio.run(ask()) == drafts


def test_terms_are_sent(client: Client) -> None:
    options = Options(terms=(("التحالف الدولي", "XYZ"),))
    assert "XYZ" in next(client.translate(["التقى التحالف الدولي اليوم."], options=options)).text


def test_jobs_are_made_and_read(client: Client, drafts: list[str]) -> None:
    job = client.wait_for_job(client.create_job(TEXTS).id, poll_s=0.05)
    assert (job.state, job.done) == ("done", len(TEXTS))
    assert [draft.text for draft in client.job_result(job.id)] == drafts


def test_documents_are_translated(client: Client, drafts: list[str]) -> None:
    data = client.translate_document(f"{TEXTS[0]}\n".encode(), "x.txt", poll_s=0.05)
    assert data.decode() == f"{drafts[0]}\n"


def test_alignments_scores_and_reports_are_made(client: Client) -> None:
    english = ["The minister thanked the participants in the conference."]
    assert client.align(TEXTS[:1], english)["beads"][0]["source"] == [0]
    assert client.score(english, [english], metrics=["chrf"])["scores"][0]["value"] == 100.0
    assert client.report(TEXTS[0], english[0])["summary"]["paired_beads"] == 1


def test_a_report_of_the_server_finds_what_one_from_the_shell_finds(client: Client, examples: Path) -> None:
    texts = [(name, (examples / name).read_text("utf-8")) for name in ("article.ar.txt", "reference.en.txt")]
    served = client.report(texts[0][1], texts[1][1])
    shell = make_report(texts[0], texts[1], DEFAULT_MODEL)
    assert sorted({finding["check"] for finding in served["findings"]}) == sorted(
        {finding.check for finding in shell.findings}
    )


def test_what_the_server_refuses_is_an_error_with_its_code(client: Client) -> None:
    with pytest.raises(ServerError, match="no job") as caught:
        client.job("none")
    assert (caught.value.status, caught.value.problem) == (404, "not-found")


def test_a_server_that_is_not_there_is_named() -> None:
    policy = RetryPolicy(attempts=2, first_pause_s=0.001)
    with Client("http://127.0.0.1:9", retry=policy) as client, pytest.raises(UnreachableError, match="serve"):
        next(client.translate(["نعم"]))


@pytest.mark.parametrize(
    ("answers", "status", "pauses"),
    [
        ([(429, "2"), (503, None), (200, None)], 200, [2.0, 0.4]),
        ([(429, "60")], 429, []),
        ([(400, None)], 400, []),
        ([(503, None)] * 3, 503, [0.2, 0.4]),
    ],
)
def test_requests_are_sent_again_where_that_helps(
    answers: list[tuple[int, str | None]], status: int, pauses: list[float]
) -> None:
    left, slept = iter(answers), list[float]()

    def answer(_request: httpx.Request) -> httpx.Response:
        code, again = next(left)
        return httpx.Response(code, headers={"retry-after": again} if again else {})

    policy = RetryPolicy(attempts=3, jitter=0.0)
    transport = RetryTransport(httpx.MockTransport(answer), policy, slept.append)
    with httpx.Client(transport=transport) as plain:
        assert plain.post("http://server/", json={}).status_code == status
    assert slept == pauses


def test_the_command_translates_with_a_server(
    server: Server, amana: Path, drafts: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "x.txt"
    source.write_text("\n".join(TEXTS) + "\n", encoding="utf-8")
    command = [amana, "translate", "--server", server.url, source]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:-1] == drafts


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--server", "nowhere"], 2, "no URL"),
        (["--server", "http://127.0.0.1:9", "--deterministic"], 2, "leave those options out"),
    ],
)
def test_a_command_that_makes_no_sense_is_told(amana: Path, options: list[str], code: int, said: str) -> None:
    ran = subprocess.run(
        [amana, "translate", *options], input="", capture_output=True, text=True, check=False
    )
    assert ran.returncode == code
    assert said in ran.stderr
