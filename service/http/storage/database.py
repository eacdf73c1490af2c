"""The way to the database: short transactions in threads of its own, and one error for all trouble."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mt.errors import InputError
from service.http.errors import UnavailableError
from service.http.metrics import Metrics
from service.http.storage.tables import metadata

Result = TypeVar("Result")

_THREADS = 4
_BUSY_MS = 10_000


class Database:
    """An open database. Threads and one event loop can share it."""

    def __init__(self, url: str, metrics: Metrics) -> None:
        """Open a database and make the tables that it lacks.

        Args:
            url: ``sqlite:///path`` or ``postgresql://user@host/name``.
            metrics: where errors are counted.

        Raises:
            InputError: the URL is of no database that is supported.
            UnavailableError: the database does not answer.
        """
        self._metrics = metrics
        self._engine = _make_engine(url)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="amana-database")
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        self.now_in(self._create)

    def now_in(self, work: Callable[[Connection], Result]) -> Result:
        """Do work in one transaction, in this thread.

        Raises:
            UnavailableError: the database does not answer, or its disk is full.
        """
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except (DBAPIError, PoolTimeoutError) as error:
            self._metrics.database_errors.inc()
            raise UnavailableError(
                "the database cannot be used at the moment; try again in a moment", retry_after_s=5
            ) from error

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """Do work in one transaction, in a thread of the database's own.

        Raises:
            UnavailableError: see `now_in`.
        """
        return await asyncio.get_running_loop().run_in_executor(self._pool, self.now_in, work)

    def clock(self, connection: Connection) -> float:
        """Give the time of the database, in seconds since 1970: one clock for all replicas."""
        if self._is_sqlite:
            return time.time()
        return float(connection.scalar(select(func.extract("epoch", func.clock_timestamp()))) or 0.0)

    @property
    def skips_locked(self) -> bool:
        """Whether rows can be locked one by one, so that replicas need not wait for each other."""
        return not self._is_sqlite

    def close(self) -> None:
        """Let running work end, and close all connections."""
        self._pool.shutdown()
        self._engine.dispose()

    def _create(self, connection: Connection) -> None:
        if not self._is_sqlite:  # two replicas that start at once must not both make the tables
            connection.execute(text("SELECT pg_advisory_xact_lock(720211)"))
        metadata.create_all(connection)


def _make_engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except SQLAlchemyError as error:
        raise InputError(f"{url!r} is no URL of a database; give postgresql://user@host/name") from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, pool_size=_THREADS + 1, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    if backend == "postgresql":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+pg8000")
        return create_engine(
            parsed,
            pool_size=_THREADS + 1,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    raise InputError(f"no support for {backend} databases; use sqlite:///path or postgresql://user@host/name")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions of its own, late and without the lock.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
