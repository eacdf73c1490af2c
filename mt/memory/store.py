"""A translation memory in an SQLite file, which several programs can read and write at once.

Each distinct source (by its key) has a row, a full-text entry of its stems, and any number of units.
How many sources have a stem is counted, so that a search knows which are rare (`mt.memory.search`).
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

from mt.arabic import matching_key
from mt.errors import FormatError, MissingFileError, OutputError
from mt.memory.keys import context_id, key_number, stem_codes
from mt.memory.search import code_term, find_matches
from mt.memory.unit import Match, Unit

_VERSION = 1
_APPLICATION = 0x416D6E61  # "Amna"
_BATCH = 1000
_SCHEMA = """
CREATE TABLE source (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, key TEXT NOT NULL);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source (id), digest INTEGER NOT NULL,
    text TEXT NOT NULL, target TEXT NOT NULL, previous INTEGER NOT NULL, following INTEGER NOT NULL,
    origin TEXT NOT NULL, changed TEXT NOT NULL, UNIQUE (source, digest)
);
CREATE TABLE stem (code INTEGER PRIMARY KEY, sources INTEGER NOT NULL);
CREATE VIRTUAL TABLE posting USING fts5 (
    stems, content = '', detail = 'none', columnsize = 0, tokenize = 'ascii'
);
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of units that were added.

    Attributes:
        new: units that were not there.
        known: units that were there; their date and origin are those of the later one.
        empty: pairs with an empty side, which are left out.
    """

    new: int
    known: int
    empty: int


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """How much a memory holds.

    Attributes:
        units: pairs.
        sources: distinct sources.
        origins: units of each origin, the largest first.
        bytes: size of the file.
    """

    units: int
    sources: int
    origins: dict[str, int]
    bytes: int


class Memory:
    """An open memory. Threads can share it; other programs can use the file at the same time."""

    def __init__(self, path: Path, *, create: bool = False, timeout_s: float = 60.0) -> None:
        """Open a memory.

        Args:
            path: its file.
            create: make it where there is none.
            timeout_s: how long to wait for another writer.

        Raises:
            MissingFileError: there is no such file and none is to be made.
            FormatError: the file is no memory, or one of a later version.
            OutputError: it cannot be made.
        """
        if not create and not path.is_file():
            raise MissingFileError(f"no memory {path}; make one with: amana memory import {path} FILE")
        self.path = path
        self._lock = RLock()
        with _as_amana_errors(path):
            self._connection = sqlite3.connect(
                path, timeout=timeout_s, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, units: Iterable[Unit]) -> Added:
        """Add units, some at a time, so that other writers get their turn and a stop loses little.

        Raises:
            OutputError: the file cannot be written, or another writer does not end.
        """
        counts: Counter[str] = Counter()
        iterator = iter(units)
        while batch := list(islice(iterator, _BATCH)):
            with self._lock, _as_amana_errors(self.path), self._transaction():
                stems: Counter[int] = Counter()
                counts.update(self._add(unit, stems) for unit in batch)
                self._connection.executemany(
                    "INSERT INTO stem VALUES (?, ?) "
                    "ON CONFLICT DO UPDATE SET sources = sources + excluded.sources",
                    stems.items(),
                )
        return Added(counts["new"], counts["known"], counts["empty"])

    def lookup(
        self,
        text: str,
        *,
        previous: str | None = None,
        following: str | None = None,
        least: float = 0.7,
        limit: int = 5,
    ) -> tuple[Match, ...]:
        """Find units that are like a text, the best first.

        Args:
            text: the source.
            previous: the source before it in its text.
            following: the source behind it.
            least: lowest score of a match, in (0, 1].
            limit: most matches.
        """
        with self._lock, _as_amana_errors(self.path):
            return find_matches(
                self._connection,
                text,
                context=(context_id(previous), context_id(following)),
                least=least,
                limit=limit,
            )

    def units(self) -> Iterator[Unit]:
        """Yield all units in the order in which they came; others may write meanwhile."""
        last = 0
        while True:
            with self._lock, _as_amana_errors(self.path):
                rows = self._connection.execute(
                    "SELECT id, text, target, previous, following, origin, changed FROM unit "
                    "WHERE id > ? ORDER BY id LIMIT ?",
                    (last, _BATCH),
                ).fetchall()
            if not rows:
                return
            for _, text, target, previous, following, origin, changed in rows:
                yield Unit(text, target, previous or None, following or None, origin, changed)
            last = rows[-1][0]

    def stats(self) -> MemoryStats:
        """Count what there is."""
        with self._lock, _as_amana_errors(self.path):
            origins = dict(
                self._connection.execute(
                    "SELECT origin, count(*) FROM unit GROUP BY origin ORDER BY count(*) DESC, origin"
                )
            )
            (sources,) = self._connection.execute("SELECT count(*) FROM source").fetchone()
        return MemoryStats(sum(origins.values()), sources, origins, self.path.stat().st_size)

    def _add(self, unit: Unit, stems: Counter[int]) -> str:
        key = matching_key(unit.source)
        if not key or not unit.target.strip():
            return "empty"
        execute = self._connection.execute
        number = key_number(key)
        row = execute("SELECT id FROM source WHERE number = ?", (number,)).fetchone()
        if row is None:
            source = execute("INSERT INTO source (number, key) VALUES (?, ?)", (number, key)).lastrowid
            codes = stem_codes(key)
            execute(
                "INSERT INTO posting (rowid, stems) VALUES (?, ?)", (source, " ".join(map(code_term, codes)))
            )
            stems.update(codes)
        else:
            (source,) = row
        context = (context_id(unit.previous), context_id(unit.following))
        digest = key_number(f"{unit.source}\0{unit.target}\0{context}")
        added = execute(
            "INSERT OR IGNORE INTO unit (source, digest, text, target, previous, following, origin, changed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (source, digest, unit.source, unit.target, *context, unit.origin, unit.changed),
        )
        if added.rowcount:
            return "new"
        execute(
            "UPDATE unit SET origin = ?, changed = ? WHERE source = ? AND digest = ? AND changed <= ?",
            (unit.origin, unit.changed, source, digest, unit.changed),
        )
        return "known"

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _prepare(self) -> None:
        execute = self._connection.execute
        _, application, version = (execute(f"PRAGMA {n}").fetchone()[0] for n in _PRAGMAS)
        if version == 0 and application == 0 and not execute("SELECT 1 FROM sqlite_schema").fetchone():
            _switch_to_wal(self._connection)
            with self._transaction():
                if execute("PRAGMA user_version").fetchone()[0] == 0:  # nobody was faster
                    for statement in _SCHEMA.split(";\n"):
                        execute(statement)
                    execute(f"PRAGMA application_id = {_APPLICATION}")
                    execute(f"PRAGMA user_version = {_VERSION}")
        elif application != _APPLICATION:
            raise FormatError(f"{self.path} is an SQLite file, but no memory of Amana; choose another path")
        elif version != _VERSION:
            raise FormatError(
                f"{self.path} is a memory of version {version} and this program reads {_VERSION}; "
                "export it as TMX with the program that made it"
            )
        execute("PRAGMA synchronous = NORMAL")  # with a write-ahead log a crash loses no consistency
        execute("PRAGMA cache_size = -65536")
        execute("PRAGMA mmap_size = 1073741824")


_PRAGMAS = ("schema_version", "application_id", "user_version")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on; SQLite does not wait there for another that does the same."""
    for attempt in range(100):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if attempt == 99:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def _as_amana_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OutputError(
            f"cannot use the memory {path}: {error}; check its folder and who writes to it"
        ) from error
    except sqlite3.DatabaseError as error:
        raise FormatError(f"{path} is no memory, or a damaged one: {error}; import its TMX anew") from error
