"""Where evidence stands in the files that a user has: path, line, column."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from eval.finding import Finding, Span
from eval.report.value import Document, Report


@dataclass(frozen=True, slots=True)
class File:
    """A file that a text of the report came from.

    Attributes:
        path: as the user gave it, with forward slashes.
        text: its content.
    """

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file.

    Attributes:
        path: of the file.
        line: number of its first line, from 1.
        column: first column, from 1, in code points.
        end_line: number of its last line.
        end_column: column behind its last character.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


def places(report: Report, finding: Finding, *, article: File, reference: File) -> list[Place]:
    """Give the places of a finding's evidence, those in the article first.

    A finding without evidence in the article (an omission) has its first place in the reference.
    """
    return [
        *_places(report.article, finding.article, article),
        *_places(report.reference, finding.reference, reference),
    ]


def _places(document: Document, spans: tuple[Span, ...], file: File) -> Iterator[Place]:
    starts = [0, *(index + 1 for index, character in enumerate(file.text) if character == "\n")]
    for span in spans:
        offset = document.sentences[span.sentence].start
        first, last = offset + span.start, offset + max(span.end - 1, span.start)
        line, end_line = bisect_right(starts, first), bisect_right(starts, last)
        yield Place(file.path, line, first - starts[line - 1] + 1, end_line, last - starts[end_line - 1] + 2)
