"""The report on a terminal: the verdict, what it rests on, and the findings with both quotations."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from eval.finding import Severity
from eval.report.excerpt import Excerpt
from eval.report.page import Entry, headline, make_entry, percent, plural
from eval.report.value import Document, Report, Verdict

SHOWN_FINDINGS = 20
"""Findings that the summary shows; it says how many more there are."""

_COLOURS = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.NOTICE: "blue",
    Verdict.UNRELATED: "bold red",
    Verdict.ERRORS: "bold red",
    Verdict.REVIEW: "bold yellow",
    Verdict.CLEAN: "bold green",
}


def print_summary(report: Report, console: Console) -> None:
    """Print the summary of a report.

    Args:
        report: the report.
        console: where to; on a terminal long lines wrap there, in a pipe they stay whole.
    """
    for line in summary_lines(report):
        console.print(line, soft_wrap=True)


def summary_lines(report: Report) -> Iterator[Text]:
    """Give the lines of the summary."""
    summary = report.summary
    yield Text(f"{report.article.name} against {report.reference.name}", "dim")
    yield Text.assemble((headline(report), _COLOURS[summary.verdict]), ". ", summary.reason)
    yield Text("")
    yield _coverage("Article", report.article, "added", summary.added_sentences)
    yield _coverage("Reference", report.reference, "omitted", summary.omitted_sentences)
    adjusted = {score.metric: score.value for score in report.adjusted_scores}
    for score in report.scores:
        interval = f"  {score.interval.low:.1f}–{score.interval.high:.1f}" if score.interval else ""
        whole = f"  whole text {adjusted[score.metric]:.1f}" if score.metric in adjusted else ""
        better = "  (lower is better)" if score.lower_is_better else ""
        yield Text.assemble(f"{score.name:<11}", (f"{score.value:.1f}", "bold"), interval, whole, better)
    if report.scores:
        pairs = plural(summary.paired_beads, "pair")
        yield Text(f"Scores of the machine draft over {pairs}; whole text: what is omitted is empty.", "dim")
    else:
        yield Text("No score: nothing could be paired.")
    counts = [
        plural(count, noun)
        for count, noun in (
            (summary.errors, "error"),
            (summary.warnings, "warning"),
            (summary.notices, "notice"),
        )
        if count
    ]
    yield Text("")
    yield Text(f"Findings: {', '.join(counts) or 'none'}")
    for index in range(min(len(report.findings), SHOWN_FINDINGS)):
        yield from _finding_lines(make_entry(report, index))
    if len(report.findings) > SHOWN_FINDINGS:
        yield Text(f"… and {len(report.findings) - SHOWN_FINDINGS} more: write them with --html or --json")


def _coverage(side: str, document: Document, what: str, missing: int) -> Text:
    sentences = plural(len(document.sentences), "sentence")
    return Text.assemble(
        f"{side:<11}", (percent(document.coverage), "bold"), f" paired, {what}: {missing:,} of {sentences}"
    )


def _finding_lines(entry: Entry) -> Iterator[Text]:
    finding = entry.finding
    notes = [
        note
        for note, holds in (("for review", not finding.gating), ("doubtful pair", entry.doubtful))
        if holds
    ]
    review = f" ({', '.join(notes)})" if notes else ""
    colour = _COLOURS[finding.severity]
    yield Text.assemble(
        (f"{finding.severity:<8}", colour), (finding.check, "bold"), f"{review}: {finding.message}"
    )
    for side, quotes in (("article", entry.article), ("reference", entry.reference)):
        for quote in quotes:
            yield _quotation(side, quote, colour)
    if entry.more:
        yield Text(f"{'':8}and {plural(entry.more, 'more sentence')}", "dim")


def _quotation(side: str, quote: Excerpt, colour: str) -> Text:
    before, evidence, after = (
        " ".join(part.split("\n")) for part in (quote.before, quote.evidence, quote.after)
    )
    return Text.assemble((f"{'':8}{side} {quote.number}: ", "dim"), before, (evidence, colour), after)
