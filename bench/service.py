"""Print how the HTTP service does beside the pipeline alone, under overload, and under faults.

    bench/service.py TEXTS.tsv [--only NAME]... [--clients N] [--requests N] [--kills N] [--malformed N]

TEXTS has Arabic in its first column. Each part prints its figures and whether it holds:

start       from the start of the process to the first answer of /readyz
throughput  clients with single sentences beside the offline pipeline, and beside a loop of single
            translations at the same beam, which is LibreTranslate's way
latency     95th percentile of a lone client's requests during a job of 20,000 texts, beside that of
            the idle server
overload    ten times as many clients as saturate it: memory, answers, time to a 429
malformed   broken bodies on every surface: no 5xx, and the server is still there
hangups     clients that leave in the middle of what they ask
kills       kill -9 at random moments of a job, until it is done: the result is byte-identical
full        a disk that runs full in the middle of a job, and has room again (takes root, for a mount)
flat        resident memory over many requests

Exits 1 if something does not hold. The server is a process of its own, as `amana serve` starts it.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from mt.loading import load_translator

LEAST_THROUGHPUT = 0.8
LEAST_GAIN = 5.0
MOST_LATENCY = 2.0
MOST_START_S = 3.0
MOST_REFUSAL_S = 1.0
MOST_GROWTH = 0.05
JOB_TEXTS = 20_000


@dataclass(slots=True)
class Server:
    """A server in a process of its own."""

    process: subprocess.Popen[bytes]
    url: str
    start_s: float

    def memory_mb(self) -> float:
        """Give its resident memory."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def cpu_s(self) -> float:
        """Give the processor time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End it without a warning."""
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(data_dir: Path, **settings: object) -> Iterator[Server]:
    """Start a server on a free port, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {f"AMANA_{name.upper()}": str(value) for name, value in settings.items()}
    environment |= {"AMANA_PORT": str(port), "AMANA_DATA_DIR": str(data_dir), "AMANA_LOG_LEVEL": "error"}
    started = time.perf_counter()
    command = [Path(sys.executable).with_name("amana"), "serve"]
    server = Server(subprocess.Popen(command, env=environment), f"http://127.0.0.1:{port}", 0.0)
    try:
        while True:
            with suppress(httpx.TransportError):
                if httpx.get(f"{server.url}/readyz", trust_env=False, timeout=30).status_code == 200:
                    break
            if server.process.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.02)
        server.start_s = time.perf_counter() - started
        yield server
    finally:
        if server.process.poll() is None:
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(60)


@dataclass(slots=True)
class Answer:
    """What a request came to: its status, and how long it took."""

    status: int
    seconds: float


class Connection:
    """A connection that is kept, with little around it: hundreds of them must not keep a core busy."""

    def __init__(self, url: str) -> None:
        self._host, port = url.removeprefix("http://").split(":")
        self._port = int(port)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, texts: list[str]) -> Answer:
        """Translate texts."""
        body = json.dumps({"texts": texts}).encode()
        head = f"POST /v1/translate HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\n"
        started = time.perf_counter()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(head.encode() + b"content-type: application/json\r\n\r\n" + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.split("content-length: ")[1].split("\r\n")[0])
        await reader.readexactly(length)
        if "connection: close" in answer:
            self.close()
        return Answer(int(answer.split()[1]), time.perf_counter() - started)

    def close(self) -> None:
        """Close it."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def ask_in_turn(url: str, requests: list[list[str]], clients: int) -> list[Answer]:
    """Let so many clients ask one request after the other until none is left."""
    left, answers = iter(requests), list[Answer]()

    async def work() -> None:
        connection = Connection(url)
        for texts in left:
            answers.append(await connection.ask(texts))
        connection.close()

    await asyncio.gather(*(work() for _ in range(clients)))
    return answers


def percentile_95(answers: list[Answer]) -> float:
    """Give the 95th percentile of the seconds."""
    return statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]


class Report:
    """Prints figures, and remembers what does not hold."""

    def __init__(self) -> None:
        self.failed = False

    def line(self, name: str, text: str, *, holds: bool | None = None) -> None:
        """Print a line."""
        mark = {None: "", True: "  holds", False: "  DOES NOT HOLD"}[holds]
        self.failed = self.failed or holds is False
        print(f"{name:<11} {text}{mark}", flush=True)


def variants(texts: list[str], count: int, seed: int) -> list[str]:
    """Give so many different texts: the texts, then texts with words left out."""
    generator = random.Random(seed)
    found = dict.fromkeys(texts)
    while len(found) < count:
        words = generator.choice(texts).split()
        kept = [word for word in words if generator.random() > 0.2]
        if len(kept) > 2:
            found[" ".join(kept)] = None
    return list(found)[:count]


def bench_start(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Time the start; the first one may convert the model, so the second counts."""
    for _ in range(2):
        with serving(folder) as server:
            seconds = server.start_s
    report.line("start", f"{seconds:.2f} s to ready", holds=seconds <= MOST_START_S)


def bench_throughput(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Compare clients with single sentences to the pipeline and to a loop; rounds alternate."""
    translator = load_translator()
    list(translator.translate(texts[:20]))
    ratios, gains = [], []
    with serving(folder, cache_characters=0) as server:
        asyncio.run(ask_in_turn(server.url, [[text] for text in texts[:20]], 4))
        for number in range(options.rounds):
            part = variants(texts, options.texts, number)

            def offline(part: list[str] = part) -> None:
                list(translator.translate(part))

            def online(part: list[str] = part) -> None:
                answers = asyncio.run(ask_in_turn(server.url, [[text] for text in part], options.clients))
                assert {answer.status for answer in answers} == {200}

            def loop(part: list[str] = part[: options.texts // 8]) -> None:
                for text in part:
                    list(translator.translate([text]))

            used = [time.process_time(), server.cpu_s()]
            rates = [options.texts / timed(work) for work in (offline, online, offline)]
            used = [time.process_time() - used[0], server.cpu_s() - used[1]]
            single = (options.texts // 8) / timed(loop)
            report.line(
                "throughput",
                f"offline {(rates[0] + rates[2]) / 2:.1f}, {options.clients} clients {rates[1]:.1f}, "
                f"loop of singles {single:.1f} texts/s; processor "
                f"{500 * used[0] / options.texts:.0f} and {1000 * used[1] / options.texts:.0f} ms a text",
            )
            ratios.append(rates[1] / ((rates[0] + rates[2]) / 2))
            gains.append(rates[1] / single)
    ratio, gain = statistics.median(ratios), statistics.median(gains)
    report.line("throughput", f"{ratio:.2f} of the pipeline", holds=ratio >= LEAST_THROUGHPUT)
    report.line("throughput", f"{gain:.1f} times a loop of singles", holds=gain >= LEAST_GAIN)


def timed(work: Callable[[], None]) -> float:
    """Give the seconds that work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def bench_latency(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Compare a lone client's latency during a job with that of the idle server, in alternation."""
    single = [[text] for text in variants(texts, 4 * options.samples + 10, 100)]
    idle, busy = list[Answer](), list[Answer]()
    with serving(folder, cache_characters=0) as server:
        asyncio.run(ask_in_turn(server.url, single[-10:], 1))
        for turn in range(2):
            part = single[2 * turn * options.samples :]
            idle += asyncio.run(ask_in_turn(server.url, part[: options.samples], 1))
            job = httpx.post(
                f"{server.url}/v1/jobs",
                content="\n".join(variants(texts, JOB_TEXTS, turn)).encode(),
                headers={"content-type": "text/plain"},
                timeout=120,
                trust_env=False,
            ).json()
            time.sleep(2)
            busy += asyncio.run(ask_in_turn(server.url, part[options.samples : 2 * options.samples], 1))
            state = httpx.delete(f"{server.url}/v1/jobs/{job['id']}", timeout=60, trust_env=False)
            assert state.status_code == 204
            time.sleep(3)
    ratio = percentile_95(busy) / percentile_95(idle)
    report.line(
        "latency",
        f"p95 {1000 * percentile_95(idle):.0f} ms idle, {1000 * percentile_95(busy):.0f} ms during a job of "
        f"{JOB_TEXTS} texts: {ratio:.2f} times",
        holds=ratio <= MOST_LATENCY,
    )


def bench_overload(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Measure what saturates the server, then offer ten times as much, whatever it answers."""
    pool = variants(texts, 30_000, 200)
    requests = [pool[start : start + 10] for start in range(0, len(pool), 10)]
    with serving(folder, cache_characters=0) as server:
        asyncio.run(ask_in_turn(server.url, requests[:4], 4))
        count = 40
        rate = 10 * count / timed(lambda: asyncio.run(ask_in_turn(server.url, requests[4 : 4 + count], 16)))
        before, peak = server.memory_mb(), 0.0

        async def offer() -> list[Answer]:
            nonlocal peak
            started, running = time.perf_counter(), list[asyncio.Task[Answer]]()

            async def one(texts: list[str]) -> Answer:
                connection = Connection(server.url)
                answer = await connection.ask(texts)
                connection.close()
                return answer

            for number, part in enumerate(requests[50:]):
                if time.perf_counter() - started > options.overload_s:
                    break
                await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
                running.append(asyncio.create_task(one(part)))
                peak = max(peak, server.memory_mb())
            return list(await asyncio.gather(*running))

        answers = asyncio.run(offer())
    counts = Counter(answer.status for answer in answers)
    refused = [answer.seconds for answer in answers if answer.status == 429]
    report.line(
        "overload",
        f"{rate:.0f} requests/s, ten times what it can: {dict(counts)}; memory {before:.0f} → {peak:.0f} MB",
        holds=set(counts) == {200, 429} and peak < before + 200,
    )
    slow = statistics.quantiles(refused, n=100)[98] if len(refused) > 1 else 0.0
    report.line(
        "overload",
        f"429 after {statistics.median(refused or [0]):.2f} s in the middle, {slow:.2f} s for 99 of 100",
        holds=slow <= MOST_REFUSAL_S,
    )


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


def bench_flat(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Watch the memory over many requests, most of which the cache answers, a tenth new."""
    generator = random.Random(17)
    pool = variants([text[:40] for text in texts], 2000, 500)
    with serving(folder, cache_characters=100_000) as server:
        samples = []
        step = max(1, options.requests // 20)

        async def ask_all() -> None:
            connections = [Connection(server.url) for _ in range(16)]
            for start in range(0, options.requests, step):
                left = iter(range(start, min(start + step, options.requests)))

                async def work(connection: Connection, left: Iterator[int] = left) -> None:
                    for number in left:
                        new = number % 500 == 0
                        text = f"{generator.choice(pool)} {number}" if new else generator.choice(pool[:200])
                        answer = await connection.ask([text])
                        assert answer.status == 200, answer

                await asyncio.gather(*map(work, connections))
                samples.append(server.memory_mb())
            for connection in connections:
                connection.close()

        asyncio.run(ask_all())
    warm = samples[len(samples) // 5]
    growth = samples[-1] / warm - 1
    report.line(
        "flat",
        f"{options.requests} requests: {warm:.0f} MB after a fifth, {samples[-1]:.0f} MB at the end "
        f"({growth:+.1%})",
        holds=growth <= MOST_GROWTH,
    )


PARTS: dict[str, Callable[[Path, list[str], argparse.Namespace, Report], None]] = {
    "start": bench_start,
    "throughput": bench_throughput,
    "latency": bench_latency,
    "overload": bench_overload,
    "malformed": bench_malformed,
    "hangups": bench_hangups,
    "kills": bench_kills,
    "full": bench_full,
    "flat": bench_flat,
}


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", action="append", choices=list(PARTS))
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--texts", type=int, default=512, help="texts of a round of throughput")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--samples", type=int, default=100, help="requests of a round of latency")
    parser.add_argument("--overload-s", type=float, default=20.0)
    parser.add_argument("--malformed", type=int, default=10_000)
    parser.add_argument("--hangups", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--job-texts", type=int, default=400)
    parser.add_argument("--requests", type=int, default=100_000)
    options = parser.parse_args()
    lines = options.file.read_text(encoding="utf-8").splitlines()
    texts = list(dict.fromkeys(line.split("\t")[0] for line in lines if line.strip()))
    report = Report()
    for name in options.only or PARTS:
        with tempfile.TemporaryDirectory(prefix="amana-bench-") as folder:
            PARTS[name](Path(folder), texts, options, report)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
