"""Tab-separated values for spreadsheets: a header, then a bead a line."""

from alignment.bitext import Bitext

HEADER = ("source_ids", "target_ids", "confidence", "similarity", "moved", "source", "target")
_SPACE = str.maketrans("\t\r\n\u2028\u2029\x0b\x0c\x85", " " * 8)


def write_tsv(bitext: Bitext) -> str:
    r"""Give the table of a bitext; ids are separated by spaces, tabs and line ends in texts become spaces.

    >>> from alignment.bead import Bead
    >>> write_tsv(Bitext(("نعم",), ("Yes", "Yes."), (Bead((0,), (0, 1), 0.9, 0.5),))).split("\n")[1]
    '0\t0 1\t0.9000\t0.5000\tno\tنعم\tYes Yes.'
    """
    lines = ["\t".join(HEADER)]
    for bead in bitext.beads:
        fields = (
            " ".join(map(str, bead.source)),
            " ".join(map(str, bead.target)),
            f"{bead.confidence:.4f}",
            "" if bead.similarity is None else f"{bead.similarity:.4f}",
            "yes" if bead.moved else "no",
            bitext.source_text(bead).translate(_SPACE),
            bitext.target_text(bead).translate(_SPACE),
        )
        lines.append("\t".join(fields))
    return "\n".join(lines) + "\n"
