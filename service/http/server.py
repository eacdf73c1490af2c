"""The process: who may listen where, how it starts, and how it stops."""

import asyncio
import signal
import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI

from mt.errors import InputError, OutputError
from service.http.app import create_app
from service.http.metrics import Metrics
from service.http.settings import Settings, is_loopback
from service.http.storage.database import Database
from service.http.storage.keys import count_keys

_BACKLOG = 2048
_LONGEST_HEAD = 262_144
"""Some clients send their texts in the query."""


class DrainingServer(uvicorn.Server):
    """Tells `/readyz` that it is about to stop."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        """Serve an application.

        Args:
            config: of uvicorn.
            app: the application in it.
        """
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second SIGINT does not wait."""
        # Not the original, which raises the signal again behind `serve`, before jobs have ended.
        self._app.state.services.draining = True
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is begun.

    Raises:
        InputError: the server would be open to others, and nobody said so.
        OutputError: the address is taken, or none of this machine.
        AmanaError: the model or the database cannot be used.
    """
    check_openness(settings)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=int(settings.drain_s) or None,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        ws="none",
        lifespan="off",
    )
    listener = listen(settings.host, settings.port)
    server = DrainingServer(config, app)
    with listener, asyncio.Runner() as runner:
        runner.run(_serve(server, app, listener))


async def _serve(server: DrainingServer, app: FastAPI, listener: socket.socket) -> None:
    # Not by uvicorn, which would print a traceback where a line says more.
    async with app.router.lifespan_context(app):
        listener.listen(_BACKLOG)
        host, port = listener.getsockname()[:2]
        app.state.services.log.info("listening", host=host, port=port)
        await server.serve(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Take an address, before anything is loaded.

    Raises:
        OutputError: it is taken, or none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sends answers at once and does not wait for acknowledgements.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise OutputError(
            f"cannot listen on {host} port {port}: {error.strerror}; choose another with --host and --port"
        ) from error
    return listener


def check_openness(settings: Settings) -> None:
    """Refuse to be open to other machines unless there are keys, or the operator said so in words.

    Raises:
        InputError: neither is so.
    """
    if is_loopback(settings.host) or settings.without_keys == "anyone":
        return
    database = Database(settings.database, Metrics())
    try:
        keys = database.now_in(count_keys)
    finally:
        database.close()
    if not keys:
        raise InputError(
            f"{settings.host} can be reached from other machines and there is no API key; make one with: "
            "amana keys create NAME, or say --open-to-anyone"
        )
