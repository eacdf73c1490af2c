"""The history of reports: one SQLite file, a row a run."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from eval.report.serial import report_from_json, report_to_json
from eval.report.value import Report
from mt.errors import FormatError, InputError, MissingFileError, OutputError

_APPLICATION_ID = 0x414D414E  # "AMAN", so that another program's database is not taken for ours
_VERSION = 1
_TIMEOUT_S = 30.0
_SCHEMA = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    article TEXT NOT NULL,
    article_sha256 TEXT NOT NULL,
    reference_sha256 TEXT NOT NULL,
    model TEXT NOT NULL,
    verdict TEXT NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    notices INTEGER NOT NULL,
    article_coverage REAL NOT NULL,
    reference_coverage REAL NOT NULL,
    report BLOB NOT NULL
);
CREATE TABLE score (
    run INTEGER NOT NULL REFERENCES run (id),
    metric TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (run, metric)
) WITHOUT ROWID;
CREATE INDEX run_article ON run (article, id);
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One recorded report, in brief.

    Attributes:
        id: its number, from 1.
        created: when the report was made, ISO 8601.
        article: name of the article.
        article_sha256: hash of the article's text.
        model: identity of the model.
        verdict: of the report.
        errors: findings of severity error.
        warnings: findings of severity warning.
        notices: findings of severity notice.
        article_coverage: in [0, 1].
        reference_coverage: in [0, 1].
        scores: by metric id, in per cent.
    """

    id: int
    created: str
    article: str
    article_sha256: str
    model: str
    verdict: str
    errors: int
    warnings: int
    notices: int
    article_coverage: float
    reference_coverage: float
    scores: dict[str, float]


_COLUMNS = tuple(field.name for field in fields(Run) if field.name != "scores")


def record(report: Report, path: Path) -> int:
    """Add a report to a history, which is made if there is none; give the run's number.

    Several processes may record at once.

    Raises:
        FormatError: the file is something else.
        OutputError: it cannot be written.
    """
    summary = report.summary
    row = (
        report.created.isoformat(timespec="seconds"),
        report.article.name,
        report.article.sha256,
        report.reference.sha256,
        report.model,
        str(summary.verdict),
        summary.errors,
        summary.warnings,
        summary.notices,
        report.article.coverage,
        report.reference.coverage,
        zlib.compress(report_to_json(report, indent=None).encode()),
    )
    with _open(path, write=True) as database:
        cursor = database.execute(f"INSERT INTO run VALUES (NULL{', ?' * len(row)})", row)  # noqa: S608
        run = cursor.lastrowid
        if run is None:
            raise OutputError(f"cannot write {path}: the run got no number")
        database.executemany(
            "INSERT INTO score VALUES (?, ?, ?)",
            [(run, score.metric, score.value) for score in report.scores],
        )
    return run


def read_runs(path: Path, *, article: str | None = None) -> list[Run]:
    """Give the runs of a history, oldest first.

    Args:
        path: of the history.
        article: name of the one article that is wanted, or None for all.

    Raises:
        MissingFileError: there is no such file.
        FormatError: it is no history.
    """
    _check_exists(path)
    with _open(path) as database:
        rows = database.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM run WHERE ?1 IS NULL OR article = ?1 ORDER BY id",  # noqa: S608
            (article,),
        ).fetchall()
        scores: dict[int, dict[str, float]] = {}
        for run, metric, value in database.execute("SELECT run, metric, value FROM score"):
            scores.setdefault(run, {})[metric] = value
    return [Run(**dict(zip(_COLUMNS, row, strict=True)), scores=scores.get(row[0], {})) for row in rows]


def read_report(path: Path, run: int) -> Report:
    """Give the whole report of a run.

    Raises:
        MissingFileError: there is no such file.
        FormatError: it is no history.
        InputError: it has no such run.
    """
    _check_exists(path)
    with _open(path) as database:
        row = database.execute("SELECT report FROM run WHERE id = ?", (run,)).fetchone()
    if row is None:
        raise InputError(f"{path} has no run {run}; list them with: amana history {path}")
    return report_from_json(zlib.decompress(row[0]).decode())


def _check_exists(path: Path) -> None:
    if not path.is_file():
        raise MissingFileError(f"no such file: {path}; a history is made by: amana report … --record {path}")


@contextmanager
def _open(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a history inside one transaction, which is undone if the block raises."""
    try:
        with closing(sqlite3.connect(path, timeout=_TIMEOUT_S, isolation_level=None)) as database:
            # At once, since two that begin by reading would wait for each other's lock forever.
            database.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            _prepare(database, path, write=write)
            yield database
            database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OutputError(
            f"cannot use {path}: {error}; see that its folder is there and can be written"
        ) from error
    except sqlite3.DatabaseError as error:
        raise FormatError(f"{path} is no history of Amana ({error}); give another file") from error


def _prepare(database: sqlite3.Connection, path: Path, *, write: bool) -> None:
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if write and (application, version, tables) == (0, 0, 0):
        for statement in _SCHEMA.split(";"):
            database.execute(statement)
        database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {_VERSION}")
    elif application != _APPLICATION_ID:
        raise FormatError(f"{path} is a database of another program; give another file")
    elif version != _VERSION:
        raise FormatError(
            f"{path} has version {version} and this Amana reads {_VERSION}; use the version that made it"
        )
