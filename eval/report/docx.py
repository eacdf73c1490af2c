"""The report as a Word document: verdict, scores and findings, the Arabic from right to left.

The same report gives the same bytes.
"""

from collections.abc import Iterable, Iterator

from eval.finding import Severity
from eval.report.excerpt import Excerpt
from eval.report.page import headline, make_entry, moment, percent, plural
from eval.report.value import Document, Report
from mt.documents.word_package import word_document, word_paragraph, word_run, word_table

_QUIET = "566173"
_COLOURS = {Severity.ERROR: "B3261E", Severity.WARNING: "7C5200", Severity.NOTICE: "1D5A9E"}


def to_docx(report: Report) -> bytes:
    """Give the summary and all findings with their evidence as a .docx file."""
    return word_document(_blocks(report))


def _blocks(report: Report) -> Iterator[str]:
    summary = report.summary
    yield word_paragraph(word_run(headline(report), bold=True, half_points=36))
    names = f"{report.article.name} against {report.reference.name}, {moment(report.created)}"
    yield word_paragraph(word_run(names, colour=_QUIET))
    yield word_paragraph(word_run(summary.reason))
    yield _table(
        [
            ("", "paired", ""),
            _coverage("Article", report.article, "added", summary.added_sentences),
            _coverage("Reference", report.reference, "omitted", summary.omitted_sentences),
        ]
    )
    if report.scores:
        adjusted = {score.metric: f"{score.value:.1f}" for score in report.adjusted_scores}
        rows = [("metric", "pairs", "95% interval", "whole text")]
        for score in report.scores:
            interval = f"{score.interval.low:.1f}–{score.interval.high:.1f}" if score.interval else ""
            name = f"{score.name} (lower is better)" if score.lower_is_better else score.name
            rows.append((name, f"{score.value:.1f}", interval, adjusted.get(score.metric, "")))
        yield word_paragraph("") + _table(rows)
        pairs = plural(summary.paired_beads, "pair")
        yield word_paragraph(
            word_run(f"Scores of the machine draft ({report.model}) over {pairs}.", colour=_QUIET)
        )
        for score in report.scores:
            yield word_paragraph(word_run(f"{score.name}|{score.signature}", colour=_QUIET, half_points=16))
    else:
        yield word_paragraph(word_run("No score: nothing could be paired."))
    yield word_paragraph(word_run(f"Findings: {len(report.findings):,}", bold=True, half_points=28))
    for index, finding in enumerate(report.findings):
        entry = make_entry(report, index)
        review = "" if finding.gating else " (for review)"
        yield word_paragraph(
            word_run(f"{finding.severity} ", bold=True, colour=_COLOURS[finding.severity])
            + word_run(f"{finding.check}{review}: ", bold=True)
            + word_run(finding.message),
            keep=True,
        )
        yield from (_quotation(quote, right_to_left=True) for quote in entry.article)
        yield from (_quotation(quote, right_to_left=False) for quote in entry.reference)
        if entry.more:
            yield word_paragraph(
                word_run(f"and {plural(entry.more, 'more sentence')}", colour=_QUIET), indent=True
            )


def _coverage(side: str, document: Document, what: str, missing: int) -> tuple[str, str, str]:
    sentences = plural(len(document.sentences), "sentence")
    return side, percent(document.coverage), f"{what}: {missing:,} of {sentences}"


def _quotation(quote: Excerpt, *, right_to_left: bool) -> str:
    number = word_run(f"{quote.number}: ", colour=_QUIET, right_to_left=right_to_left)
    before, after = (word_run(text, right_to_left=right_to_left) for text in (quote.before, quote.after))
    evidence = word_run(quote.evidence, bold=True, right_to_left=right_to_left)
    return word_paragraph(number + before + evidence + after, right_to_left=right_to_left, indent=True)


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    cells = [[word_paragraph(word_run(cell)) for cell in row] for row in rows]
    return word_table(cells, columns=len(cells[0]))
