"""All formats of an alignment by name."""

from enum import StrEnum

from alignment.bitext import Bitext
from alignment.formats.beads import write_beads
from alignment.formats.jsonl import write_jsonl
from alignment.formats.tsv import write_tsv


class Format(StrEnum):
    """The formats of an alignment; each is also what its files' names end in."""

    BEADS = "beads"
    TSV = "tsv"
    JSONL = "jsonl"
    TMX = "tmx"
    HTML = "html"


def write_alignment(
    bitext: Bitext,
    form: Format,
    *,
    names: tuple[str, str] = ("source", "target"),
    min_confidence: float = 0.0,
) -> str:
    r"""Give an alignment in a format.

    Args:
        bitext: the texts and their beads.
        form: the format.
        names: what the page calls the two texts.
        min_confidence: beads that are less sure are left out; the page, which is for reading, keeps
            and marks them.

    >>> from alignment.bead import Bead
    >>> bitext = Bitext(("نعم", "لا"), ("Yes", "No"), (Bead((0,), (0,), 0.9), Bead((1,), (1,), 0.4)))
    >>> write_alignment(bitext, Format.BEADS, min_confidence=0.5)
    '[0]:[0]\n'
    """
    if form is Format.HTML:
        from alignment.formats.html import DOUBTFUL_BELOW, write_html

        return write_html(bitext, names=names, doubtful_below=min_confidence or DOUBTFUL_BELOW)
    kept = keep_sure(bitext, min_confidence)
    match form:
        case Format.BEADS:
            return write_beads(kept.beads)
        case Format.TSV:
            return write_tsv(kept)
        case Format.JSONL:
            return write_jsonl(kept)
        case Format.TMX:
            from alignment.formats.tmx import write_tmx

            return write_tmx(kept)


def keep_sure(bitext: Bitext, min_confidence: float) -> Bitext:
    """Leave out the beads that are less sure than a bound; their sentences are then in no bead."""
    beads = tuple(bead for bead in bitext.beads if bead.confidence >= min_confidence)
    return Bitext(bitext.source, bitext.target, beads, bitext.source_language, bitext.target_language)
