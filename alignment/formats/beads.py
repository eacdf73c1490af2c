r"""Beads as the alignment literature writes them: `[source ids]:[target ids]`, one a line, ids from 0.

A third field, as Vecalign's cost, is read over. The format knows neither confidence nor moved
blocks; beads stand in the order of the source and their ids say the rest.
"""

import re
from collections.abc import Sequence

from alignment.bead import Bead
from mt.errors import FormatError

_LINE = re.compile(r"\s*\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::.*)?")


def write_beads(beads: Sequence[Bead]) -> str:
    r"""Give the lines of an alignment.

    >>> write_beads([Bead((0,), (0, 1), 0.9), Bead((1,), (), 0.8)])
    '[0]:[0, 1]\n[1]:[]\n'
    """
    return "".join(f"{list(bead.source)}:{list(bead.target)}\n" for bead in beads)


def read_beads(text: str) -> tuple[Bead, ...]:
    r"""Read an alignment; gold beads have a confidence of 1. Blank lines and empty pairs are left out.

    Raises:
        FormatError: a line does not follow the format.

    >>> [bead.kind for bead in read_beads("[0]:[0, 1]\n[]:[2]:0.4\n")]
    ['1-2', '0-1']
    """
    beads = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise FormatError(f"line {number} is no bead: {line[:60]!r}; write beads as [0]:[1, 2]")
        sides = [_ids(match[1], number), _ids(match[2], number)]
        if sides[0] or sides[1]:
            beads.append(Bead(sides[0], sides[1], 1.0))
    return tuple(beads)


def _ids(text: str, line: int) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if not all(part.isdigit() for part in parts):
        raise FormatError(f"line {line} has an id that is no number: [{text}]; write ids as [1, 2]")
    return tuple(sorted(int(part) for part in parts))
