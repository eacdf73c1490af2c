"""The parts of the service's benchmark that break something: bodies, connections, the server, the disk."""

import argparse
import json
import random
import socket
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx
from service_server import Report, Server, serving, variants

BODIES = (
    ("/v1/translate", b'{"texts": ["\xd9\x86\xd8\xb9\xd9\x85"], "beam_size": 2}'),
    ("/v1/score", b'{"hypotheses": ["a"], "references": [["b"]]}'),
    ("/v1/align", b'{"source": ["\xd9\x86\xd8\xb9\xd9\x85"], "target": ["yes"]}'),
    ("/v1/jobs", b'{"texts": ["\xd9\x86\xd8\xb9\xd9\x85"]}'),
    ("/translate", b'{"q": "\xd9\x86\xd8\xb9\xd9\x85", "source": "ar", "target": "en"}'),
    ("/v2/translate", b'{"text": ["\xd9\x86\xd8\xb9\xd9\x85"], "target_lang": "EN-US"}'),
    ("/v2/glossaries", b'{"name": "x", "source_lang": "ar", "target_lang": "en", "entries": "a\\tb"}'),
)
KINDS = (
    b"application/json",
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=x",
    b"text/plain",
)


def bench_malformed(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Send broken bodies: bytes changed, cut, doubled, of the wrong type."""
    generator = random.Random(7)
    counts: Counter[int] = Counter()
    with serving(folder) as server, httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        for _ in range(options.malformed):
            path, body = generator.choice(BODIES)
            data = bytearray(body)
            for _ in range(generator.randint(1, 6)):
                at = generator.randrange(len(data) + 1)
                change = generator.randrange(4)
                if change == 0:
                    data[at:at] = generator.randbytes(generator.randint(1, 20))
                elif change == 1:
                    del data[at : at + generator.randint(1, 20)]
                elif change == 2:
                    data[at : at + 1] = generator.choice(
                        [b'"', b"{", b"[", b"\\ud800", b"\0", b"1e999", b"NaN"]
                    )
                else:
                    data = data[:at] if at else data
            kind = generator.choice(KINDS) if generator.random() < 0.3 else KINDS[0]
            counts[client.post(path, content=bytes(data), headers={b"content-type": kind}).status_code] += 1
        alive = client.get("/readyz").status_code == 200
    holds = alive and max(counts) < 500
    report.line("malformed", f"{options.malformed} bodies: {dict(sorted(counts.items()))}", holds=holds)


def bench_hangups(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Leave in the middle of what was asked for."""
    generator = random.Random(11)
    bodies = [json.dumps({"texts": variants(texts, 50, seed)}).encode() for seed in range(20)]
    with serving(folder, cache_characters=0) as server:
        port = int(server.url.rsplit(":", 1)[1])
        for number in range(options.hangups):
            body = bodies[number % len(bodies)]
            head = f"POST /v1/translate HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\n"
            message = head.encode() + b"content-type: application/json\r\n\r\n" + body
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(message[: generator.randint(1, 2 * len(message))])
                time.sleep(generator.choice([0, 0.01, 0.05]))
        deadline = time.monotonic() + 60
        while (
            'amana_queued_tokens{priority="bulk"} 0.0'
            not in httpx.get(f"{server.url}/metrics", trust_env=False, timeout=30).text
        ):
            assert time.monotonic() < deadline, "work of clients that left is still queued"
            time.sleep(0.1)
        alive = httpx.get(f"{server.url}/readyz", trust_env=False, timeout=30).status_code == 200
    report.line("hangups", f"{options.hangups} clients left; the queue is empty", holds=alive)


def bench_kills(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Kill the server at random moments of a job, until it is done, and compare the result."""
    settings = {"lease_s": 1.0, "poll_s": 0.1, "job_batch_texts": 8}
    part = variants(texts, options.job_texts, 300)
    with serving(folder / "whole", **settings) as server:
        expected, _ = finish_job(server, make_job(server, part))
    generator = random.Random(13)
    job_id = ""
    killed = 0
    while killed < options.kills:
        with serving(folder / "killed", **settings) as server:
            if not job_id:
                job_id = make_job(server, part)
            time.sleep(generator.uniform(0.0, 2.0))
            server.kill()
            killed += 1
    with serving(folder / "killed", **settings) as server:
        result, job = finish_job(server, job_id)
    report.line(
        "kills",
        f"{killed} times killed during a job of {len(part)} texts; {job['done']} done; "
        f"byte-identical: {result == expected}",
        holds=result == expected,
    )


def make_job(server: Server, texts: list[str]) -> str:
    """Make a job and give its id."""
    answer = httpx.post(
        f"{server.url}/v1/jobs", json={"texts": texts}, timeout=120, trust_env=False
    ).raise_for_status()
    job_id: str = answer.json()["id"]
    return job_id


def finish_job(server: Server, job_id: str) -> tuple[bytes, dict[str, object]]:
    """Wait for a job; give its result and itself."""
    with httpx.Client(base_url=server.url, timeout=120, trust_env=False) as client:
        while (job := client.get(f"/v1/jobs/{job_id}").json())["state"] in {"queued", "running"}:
            time.sleep(0.1)
        assert job["state"] == "done", job
        return client.get(f"/v1/jobs/{job_id}/result").content, job


def bench_full(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Fill the disk of the database in the middle of a job, and make room again."""
    settings = {"lease_s": 2.0, "poll_s": 0.1, "job_batch_texts": 8}
    part = variants(texts, options.job_texts, 400)
    with serving(folder / "whole", **settings) as server:
        expected, _ = finish_job(server, make_job(server, part))
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        report.line("full", "not measured: a small disk takes root and a mount")
        return
    try:
        with serving(disk, **settings) as server:
            job_id = make_job(server, part)
            filler = disk / "filler"
            with suppress(OSError), filler.open("wb") as file:
                while True:
                    file.write(b"x" * 4096)
                    file.flush()
            answer = httpx.post(
                f"{server.url}/v1/jobs", json={"texts": part}, timeout=120, trust_env=False
            ).status_code
            time.sleep(5)
            alive = httpx.get(f"{server.url}/healthz", trust_env=False, timeout=30).status_code == 200
            filler.unlink()
            result, _ = finish_job(server, job_id)
        report.line(
            "full",
            f"a new job got {answer} while the disk was full; the old one is byte-identical: "
            f"{result == expected}",
            holds=alive and answer == 503 and result == expected,
        )
    finally:
        subprocess.run(["umount", disk], check=False)
