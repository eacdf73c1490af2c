"""The report as Markdown, for mail, tickets and pull requests."""

import re
from collections.abc import Iterator
from html import escape

from eval.report.excerpt import Excerpt
from eval.report.page import headline, make_entry, moment, percent, plural
from eval.report.value import Document, Report

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def to_markdown(report: Report) -> str:
    """Give the summary and all findings with their evidence, as GitHub's Markdown."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    summary = report.summary
    yield f"# {headline(report)}"
    yield f"{_text(report.article.name)} against {_text(report.reference.name)}, {moment(report.created)}"
    yield _text(summary.reason)
    yield "\n".join(
        (
            "| | paired | |",
            "|---|---:|---|",
            _coverage("Article", report.article, "added", summary.added_sentences),
            _coverage("Reference", report.reference, "omitted", summary.omitted_sentences),
        )
    )
    if report.scores:
        yield "\n".join(
            (
                "| metric | score | 95% interval | signature |",
                "|---|---:|---:|---|",
                *(
                    f"| {score.name}{' (lower is better)' if score.lower_is_better else ''} "
                    f"| {score.value:.1f} "
                    f"| {f'{score.interval.low:.1f}–{score.interval.high:.1f}' if score.interval else ''} "
                    f"| {_text(score.signature)} |"
                    for score in report.scores
                ),
            )
        )
        pairs = plural(summary.paired_beads, "pair")
        yield f"Scores are of the machine draft ({_text(report.model)}), over {pairs}."
    else:
        yield "No score: nothing could be paired."
    yield f"## Findings: {len(report.findings)}"
    for index, finding in enumerate(report.findings):
        entry = make_entry(report, index)
        review = "" if finding.gating else " (for review)"
        yield f"**{finding.severity}** {_text(finding.check)}{review}: {_text(finding.message)}"
        for quote in entry.article:
            yield f'<blockquote dir="rtl" lang="ar">{_quotation(quote)}</blockquote>'
        for quote in entry.reference:
            yield f'<blockquote lang="en">{_quotation(quote)}</blockquote>'
        if entry.more:
            yield f"and {plural(entry.more, 'more sentence')}"


def _coverage(side: str, document: Document, what: str, missing: int) -> str:
    sentences = plural(len(document.sentences), "sentence")
    return f"| {side} | {escape(percent(document.coverage))} | {what}: {missing:,} of {sentences} |"


def _quotation(quote: Excerpt) -> str:
    before, evidence, after = (
        escape(" ".join(part.split("\n"))) for part in (quote.before, quote.evidence, quote.after)
    )
    return f"{quote.number}: {before}<b>{evidence}</b>{after}"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))
