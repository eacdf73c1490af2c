"""What a check finds: a claim about one place, with its evidence."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence that is evidence.

    Attributes:
        sentence: number of the sentence on its side, from 0.
        start: offset in the sentence's text, in code points.
        end: offset behind the last character.
        text: the characters themselves.
    """

    sentence: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim of one check.

    Attributes:
        check: stable id of the check, e.g. ``number``.
        severity: how much it matters.
        gating: True where the check is precise enough to fail a release; False: for review only.
        bead: index of the bead in the alignment that it is about.
        message: one English sentence that a reviewer understands without the code.
        article: evidence on the Arabic side.
        reference: evidence on the English side.
        weight: how strong the evidence is beside other findings of the check, in [0, 1].
    """

    check: str
    severity: Severity
    gating: bool
    bead: int
    message: str
    article: tuple[Span, ...] = ()
    reference: tuple[Span, ...] = ()
    weight: float = 0.5
