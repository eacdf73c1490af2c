"""What the options of a command ask of a translator: terms, and a memory."""

import atexit
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from service.console import notice

if TYPE_CHECKING:
    from mt.glossary import Glossary
    from mt.memory.store import Memory


def join_terms(path: Path | None, terms: Sequence[str]) -> "Glossary | None":
    """Join the terms of the command line, which go first, and of a file; tell what they disagree on.

    Args:
        path: a glossary; None for none.
        terms: each ``ARABIC=ENGLISH``, or a word that stays as it is.

    Returns:
        The glossary; None where there are neither.

    Raises:
        InputError: a term or the file cannot be used.
    """
    from mt.glossary import make_glossary
    from mt.glossary_files import parse_term, read_terms

    if path is None and not terms:
        return None
    glossary = make_glossary([*map(parse_term, terms), *(read_terms(path) if path is not None else ())])
    for conflict in glossary.conflicts:
        notice(
            f"amana: {conflict.source} has several targets; the first is used: {', '.join(conflict.targets)}"
        )
    return glossary


def open_memory(path: Path | None) -> "Memory | None":
    """Open the memory that a command was given, until the program ends; None for none.

    Raises:
        InputError: it is no memory.
    """
    from mt.memory.store import Memory

    if path is None:
        return None
    memory = Memory(path)
    atexit.register(memory.close)
    return memory
