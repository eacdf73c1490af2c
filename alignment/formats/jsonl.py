"""JSON Lines for programs: an object a bead."""

import json

from alignment.bead import Bead
from alignment.bitext import Bitext
from mt.errors import FormatError


def bead_object(bitext: Bitext, bead: Bead) -> dict[str, object]:
    """Give a bead as the object that JSON output shows everywhere."""
    return {
        "source_ids": list(bead.source),
        "target_ids": list(bead.target),
        "kind": bead.kind,
        "confidence": round(bead.confidence, 4),
        "similarity": None if bead.similarity is None else round(bead.similarity, 4),
        "moved": bead.moved,
        "source": bitext.source_text(bead),
        "target": bitext.target_text(bead),
    }


def write_jsonl(bitext: Bitext) -> str:
    """Give a line for each bead."""
    return "".join(json.dumps(bead_object(bitext, bead), ensure_ascii=False) + "\n" for bead in bitext.beads)


def read_jsonl(text: str) -> tuple[Bead, ...]:
    r"""Read the beads that `write_jsonl` wrote; the texts are not needed.

    Raises:
        FormatError: a line is no JSON object with the fields of a bead.

    >>> read_jsonl('{"source_ids": [0], "target_ids": [], "confidence": 0.5}\n')
    (Bead(source=(0,), target=(), confidence=0.5, similarity=None, moved=False),)
    """
    beads = []
    # Not `splitlines`: JSON may hold U+2028, which is no line end here.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            beads.append(
                Bead(
                    source=tuple(int(i) for i in value["source_ids"]),
                    target=tuple(int(j) for j in value["target_ids"]),
                    confidence=float(value["confidence"]),
                    similarity=None if value.get("similarity") is None else float(value["similarity"]),
                    moved=bool(value.get("moved", False)),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FormatError(
                f"line {number} is no bead: {line[:60]!r}; it needs source_ids, target_ids and confidence"
            ) from error
    return tuple(beads)
