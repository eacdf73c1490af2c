"""What the parts of the service's benchmark share: a server, its clients, and the printed lines."""

import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx


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


def timed(work: Callable[[], None]) -> float:
    """Give the seconds that work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
