"""The text of a report in reading order: what stands beside what, and what is highlighted.

A row is a bead, or a run of neighbouring beads without a counterpart on the same side: a passage
of six omitted sentences reads as one passage.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from eval.finding import Finding, Severity, Span
from eval.report.difference import Range, differing_words
from eval.report.map import Ribbon, place
from eval.report.pieces import Mark, Piece, cut
from eval.report.summary import UNCERTAIN_BELOW
from eval.report.value import Document, Report, ReportBead
from mt.translation import Flag

SEVERITIES = tuple(Severity)


class RowKind(StrEnum):
    """What a row shows."""

    PAIR = "pair"
    OMISSION = "omission"
    ADDITION = "addition"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a column.

    Attributes:
        number: number of the sentence on its side, from 1.
        bead: number of its bead, from 1.
        pieces: the sentence, cut where its highlighting changes.
        opens_paragraph: True where the sentence before it stands in another paragraph.
        flags: what is suspicious about a draft.
    """

    number: int
    bead: int
    pieces: tuple[Piece, ...]
    opens_paragraph: bool = False
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A bead or a run of unpaired beads.

    Attributes:
        number: number of its first bead, from 1.
        last: number of its last bead, from 1.
        kind: what it shows.
        beads: the beads.
        article: lines in Arabic.
        draft: the same sentences in the model's English.
        reference: lines in English.
        compared: False where the words of draft and reference were too many to compare.
        findings: indices of the findings about it.
        worst: the worst severity among them, or None.
        ribbon: its place on the map.
    """

    number: int
    last: int
    kind: RowKind
    beads: tuple[ReportBead, ...]
    article: tuple[Line, ...]
    draft: tuple[Line, ...]
    reference: tuple[Line, ...]
    compared: bool
    findings: tuple[int, ...]
    worst: Severity | None
    ribbon: Ribbon

    @property
    def confidence(self) -> float:
        """Give the least confidence among its beads."""
        return min(bead.confidence for bead in self.beads)

    @property
    def is_uncertain(self) -> bool:
        """Say whether the alignment itself is doubtful here."""
        return self.confidence < UNCERTAIN_BELOW


def make_rows(report: Report) -> list[Row]:
    """Put the text of a report into rows, in reading order."""
    about = defaultdict(list)
    for index, finding in enumerate(report.findings):
        about[finding.bead].append(index)
    article_marks = _marks(report.article, report.findings, lambda finding: finding.article)
    reference_marks = _marks(report.reference, report.findings, lambda finding: finding.reference)
    runs = list(_runs(report.beads))
    ribbons = place([run for _, run in runs], report.article, report.reference)
    rows = []
    for (first, run), ribbon in zip(runs, ribbons, strict=True):
        article = [(number, first + n) for n, bead in enumerate(run) for number in bead.article]
        reference = [(number, first + n) for n, bead in enumerate(run) for number in bead.reference]
        difference = _difference(report, run[0])
        draft_ranges, reference_ranges = difference or (_nothing(article), _nothing(reference))
        findings = tuple(index for n in range(first, first + len(run)) for index in about[n])
        worst = min((SEVERITIES.index(report.findings[index].severity) for index in findings), default=None)
        rows.append(
            Row(
                number=first + 1,
                last=first + len(run),
                kind=_kind(run[0]),
                beads=run,
                article=_lines(report.article, article, article_marks, _nothing(article)),
                draft=_draft_lines(report, article, draft_ranges),
                reference=_lines(report.reference, reference, reference_marks, reference_ranges),
                compared=difference is not None or not run[0].is_pair,
                findings=findings,
                worst=None if worst is None else SEVERITIES[worst],
                ribbon=ribbon,
            )
        )
    return rows


def _kind(bead: ReportBead) -> RowKind:
    if bead.is_pair:
        return RowKind.PAIR
    return RowKind.ADDITION if bead.article else RowKind.OMISSION


def _runs(beads: Sequence[ReportBead]) -> Iterator[tuple[int, tuple[ReportBead, ...]]]:
    """Give each row's beads, with the index of the first."""
    start = 0
    for index in range(1, len(beads) + 1):
        same_passage = (
            index < len(beads) and not beads[index].is_pair and _kind(beads[index]) is _kind(beads[start])
        )
        if not same_passage:
            yield start, tuple(beads[start:index])
            start = index


def _marks(
    document: Document, findings: Sequence[Finding], side: Callable[[Finding], tuple[Span, ...]]
) -> dict[int, list[Mark]]:
    """Give the evidence in each sentence; a sentence that is evidence as a whole needs no mark."""
    marks = defaultdict(list)
    for index, finding in enumerate(findings):
        for span in side(finding):
            if span.end - span.start < len(document.sentences[span.sentence].text):
                marks[span.sentence].append(Mark(span.start, span.end, index))
    return marks


def _difference(report: Report, bead: ReportBead) -> tuple[list[list[Range]], list[list[Range]]] | None:
    if not bead.is_pair:
        return None
    drafts = [report.drafts[number].text for number in bead.article]
    return differing_words(drafts, [report.reference.sentences[number].text for number in bead.reference])


def _nothing(lines: Sequence[object]) -> list[list[Range]]:
    return [[] for _ in lines]


def _lines(
    document: Document,
    numbers: Iterable[tuple[int, int]],
    marks: dict[int, list[Mark]],
    differences: Sequence[Sequence[Range]],
) -> tuple[Line, ...]:
    lines = []
    for (number, bead), ranges in zip(numbers, differences, strict=True):
        sentence = document.sentences[number]
        over = [*marks.get(number, ()), *(Mark(start, end, None) for start, end in ranges)]
        opens = number > 0 and document.sentences[number - 1].paragraph != sentence.paragraph
        lines.append(Line(number + 1, bead + 1, tuple(cut(sentence.text, over)), opens))
    return tuple(lines)


def _draft_lines(
    report: Report, numbers: Iterable[tuple[int, int]], differences: Sequence[Sequence[Range]]
) -> tuple[Line, ...]:
    lines = []
    for (number, bead), ranges in zip(numbers, differences, strict=True):
        draft = report.drafts[number]
        pieces = tuple(cut(draft.text, [Mark(start, end, None) for start, end in ranges]))
        lines.append(Line(number + 1, bead + 1, pieces, flags=draft.flags))
    return tuple(lines)
