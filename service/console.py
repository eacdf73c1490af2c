"""What the commands share: reading arguments, writing results, showing progress.

Results go to standard output and nothing else does; progress and notices go to standard error,
and progress only where that is a terminal.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from mt.files import decode_utf8, read_text, write_bytes_atomically

STDIN = Path("-")
"""The argument that stands for standard input."""


def read_argument(path: Path) -> str:
    """Read the text of a file argument, or of standard input for `-`.

    Raises:
        MissingFileError: there is no such file.
        EncodingError: the bytes are not UTF-8.
    """
    if path == STDIN:
        return decode_utf8(sys.stdin.buffer.read(), "standard input")
    return read_text(path)


def to_json(value: object, *, indent: int | None = None) -> str:
    """Give the JSON of a value: dataclasses as objects, sets sorted, Arabic as it is.

    >>> to_json({"flags": frozenset({"b", "a"}), "text": "نعم"})
    '{"flags": ["a", "b"], "text": "نعم"}'
    """
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_plain, allow_nan=False)


def print_json(value: object) -> None:
    """Print a value as indented JSON to standard output."""
    write_output(None, to_json(value, indent=2) + "\n")


def write_output(path: Path | None, content: str | bytes) -> None:
    """Write a result to a file, whole or not at all, or to standard output.

    Args:
        path: where to; None or `-` for standard output.
        content: the result; text has its last line end.

    Raises:
        OutputError: the file could not be written.
    """
    # Bytes, because Windows would write the code page of the terminal and other line ends.
    data = content.encode() if isinstance(content, str) else content
    if path is None or path == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_bytes_atomically(path, data)


def notice(text: str) -> None:
    """Tell the user something that is no result, on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(text, markup=False)


@contextmanager
def progress(
    description: str, total: int | None = None, *, shown: bool = True
) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error while the block runs, if that is a terminal.

    Args:
        description: what is going on, as in ``Translating``.
        total: number of steps; None shows a spinner, for work of unknown length.
        shown: False for nothing at all, as where results appear on the same terminal meanwhile.

    Yields:
        A function to call with the number of steps just done.
    """
    console = Console(stderr=True)
    columns = [SpinnerColumn(), TextColumn("{task.description}", markup=False)]
    if total is not None:
        columns += [BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(
        *columns, console=console, transient=True, disable=not (shown and console.is_terminal)
    ) as bar:
        task = bar.add_task(description, total=total)
        yield lambda steps: bar.advance(task, steps)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
