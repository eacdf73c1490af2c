"""The report as one HTML file that needs nothing else: no network, no other file.

What a text contains stays text: the template escapes everything, and the page's content security
policy allows exactly the one style sheet and the one script that this package wrote, by their hash.
"""

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from eval.finding import Finding
from eval.report.charts import make_charts
from eval.report.excerpt import Excerpt, excerpts
from eval.report.map import HEIGHT, WIDTH
from eval.report.rows import SEVERITIES, RowKind, make_rows
from eval.report.summary import UNCERTAIN_BELOW, is_failing
from eval.report.value import Report, Verdict

if TYPE_CHECKING:
    from jinja2 import Environment

SHOWN_EXCERPTS = 2
"""Sentences of each side that the list of findings quotes; the text itself marks them all."""

FOREMOST = 3
"""Failing findings that stand beside the verdict."""


DENSE_MAP_ROWS = 250
"""Rows above which the blocks of the map are too narrow for lines between them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as the list shows it.

    Attributes:
        index: index of the finding in the report.
        finding: the finding.
        article: quotations of the Arabic side, at most `SHOWN_EXCERPTS`.
        reference: quotations of the English side, at most `SHOWN_EXCERPTS`.
        more: number of sentences that are evidence and not quoted.
        doubtful: True where the alignment itself is doubtful there.
    """

    index: int
    finding: Finding
    article: tuple[Excerpt, ...]
    reference: tuple[Excerpt, ...]
    more: int
    doubtful: bool


def render_page(report: Report) -> str:
    """Give the report as a self-contained HTML page."""
    style, script = (template_text(name) for name in ("report.css", "report.js"))
    rows = make_rows(report)
    entries = [make_entry(report, index) for index in range(len(report.findings))]
    return (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            rows=rows,
            row_of={bead: row.number for row in rows for bead in range(row.number, row.last + 1)},
            # What is remarkable is drawn last, over its neighbours: on a long text a block is narrower
            # than a pixel.
            map_rows=sorted(
                ((row, index % 2) for index, row in enumerate(rows)),
                key=lambda item: item[0].kind is not RowKind.PAIR or item[0].worst is not None,
            ),
            dense_above=DENSE_MAP_ROWS,
            entries=entries,
            foremost=[entry for entry in entries if is_failing(entry.finding)][:FOREMOST],
            checks=sorted(Counter(finding.check for finding in report.findings).items()),
            severities=SEVERITIES,
            names={score.metric: score.name for score in report.scores},
            headline=headline(report),
            map_width=WIDTH,
            map_height=HEIGHT,
            charts=make_charts(report),
            style=style,
            script=script,
            style_hash=policy_hash(style),
            script_hash=policy_hash(script),
            RowKind=RowKind,
        )
    )


def make_entry(report: Report, index: int) -> Entry:
    """Quote the evidence of one finding."""
    finding = report.findings[index]
    article = excerpts(report.article.sentences, finding.article)
    reference = excerpts(report.reference.sentences, finding.reference)
    shown = min(len(article), SHOWN_EXCERPTS) + min(len(reference), SHOWN_EXCERPTS)
    return Entry(
        index,
        finding,
        tuple(article[:SHOWN_EXCERPTS]),
        tuple(reference[:SHOWN_EXCERPTS]),
        len(article) + len(reference) - shown,
        report.beads[finding.bead].confidence < UNCERTAIN_BELOW,
    )


def headline(report: Report) -> str:
    """Give the verdict in a few words."""
    summary = report.summary
    match summary.verdict:
        case Verdict.UNRELATED:
            return "The two texts hardly correspond"
        case Verdict.ERRORS:
            return f"{plural(summary.errors, 'error')} to resolve"
        case Verdict.REVIEW:
            return f"No errors that fail it, {plural(len(report.findings), 'point')} to review"
        case Verdict.CLEAN:
            return "Nothing found"


def plural(count: int, noun: str) -> str:
    """Give a count with its noun.

    >>> plural(1, "error"), plural(2000, "error")
    ('1 error', '2,000 errors')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def percent(share: float) -> str:
    """Give a share in whole per cent; 100 and 0 only where nothing is missing or there.

    >>> percent(0.934), percent(0.9999), percent(0.0004), percent(1.0)
    ('93%', '> 99%', '< 1%', '100%')
    """
    if 0 < share < 0.01:
        return "< 1%"
    if 0.99 < share < 1:
        return "> 99%"
    return f"{share:.0%}"


def moment(when: datetime) -> str:
    """Give a time as people write it.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 3, 5, 9, 7, tzinfo=UTC))
    '5 March 2026, 09:07 UTC'
    """
    return f"{when.day} {when:%B %Y, %H:%M} {when.tzname() or ''}".rstrip()


def policy_hash(text: str) -> str:
    """Give what a content security policy calls a style or a script by."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def template_text(name: str) -> str:
    """Read a file of the templates."""
    return (files("eval.report") / "templates" / name).read_text("utf-8")


@cache
def environment() -> "Environment":
    """Give the templates, everything in them escaped and no name of theirs undefined."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    templates = Environment(
        loader=FunctionLoader(template_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(plural=plural, percent=percent, moment=moment)
    return templates
