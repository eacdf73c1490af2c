"""A real server in a process of its own, for tests: started on a free port, ready when it is given."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx


@dataclass(slots=True)
class Server:
    """A running server.

    Attributes:
        url: where it is.
        process: its process.
        log: what it logged, line by line.
    """

    url: str
    process: subprocess.Popen[str]
    log: list[dict[str, object]] = field(default_factory=list)

    def client(self, **headers: str) -> httpx.Client:
        """Make a client for it."""
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)

    def kill(self) -> None:
        """End it without a warning."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running_server(data_dir: Path, **settings: str) -> Iterator[Server]:
    """Start a server and stop it in the end.

    Args:
        data_dir: where its database lies.
        settings: `AMANA_…` of the environment, without the prefix and in small letters.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AMANA_")}
    environment |= {f"AMANA_{name.upper()}": value for name, value in settings.items()}
    environment |= {"AMANA_PORT": "0", "AMANA_DATA_DIR": str(data_dir), "PYTHONWARNINGS": "error"}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("amana"), "serve"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    server, ready = Server("", process), threading.Event()

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            entry = json.loads(line) if line.startswith("{") else {"event": line.rstrip()}
            server.log.append(entry)
            if entry["event"] == "listening":
                server.url = f"http://127.0.0.1:{entry['port']}"
                ready.set()
        ready.set()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert ready.wait(60)
        assert server.url, server.log
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
        reader.join()
        process.stderr.close()
