"""A PostgreSQL server of its own for tests: on loopback, in a temporary directory, not as root."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Postgres:
    """A cluster.

    Attributes:
        folder: where it lies.
        programs: where its programs lie.
        port: where it listens.
    """

    folder: Path
    programs: Path
    port: int

    def url(self, database: str = "postgres") -> str:
        """Give the URL of a database."""
        return f"postgresql://amana@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop the server at once, whatever it does."""
        self._run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def create(self, database: str) -> str:
        """Make a database and give its URL."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "amana", database)
        return self.url(database)

    def _run(self, program: str, *arguments: str) -> None:
        # A server refuses to run as root; Debian's package has a user for it.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*user, str(self.programs / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Make a cluster, start it, and remove it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="amana-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        server = Postgres(folder, _programs(), _free_port())
        server._run("initdb", "-D", str(folder / "data"), "-U", "amana", "-A", "trust", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert folders, "no PostgreSQL on this machine; run: scripts/system-packages --postgresql"
    return folders[-1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
