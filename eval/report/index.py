"""An index of many reports: one page with a row a document, those that need work first."""

from dataclasses import dataclass
from datetime import datetime

from eval.report.page import environment, policy_hash, template_text
from eval.report.value import Report, Verdict

_ORDER = (None, *Verdict)


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A document of the index.

    Attributes:
        name: what it is called.
        page: address of its page, relative to the index; None where there is none.
        report: its report; None where it failed.
        error: why it failed, or None.
        reasons: the gates that it did not pass.
    """

    name: str
    page: str | None
    report: Report | None
    error: str | None = None
    reasons: tuple[str, ...] = ()


def render_index(rows: list[IndexRow], *, title: str, created: datetime) -> str:
    """Give the index as a self-contained page; it links to the pages of the reports.

    Args:
        rows: the documents.
        title: what the collection is called.
        created: when.
    """
    style = template_text("report.css")
    return (
        environment()
        .get_template("index.html")
        .render(
            rows=sorted(rows, key=_urgency),
            title=title,
            created=created,
            style=style,
            style_hash=policy_hash(style),
            metrics=_metrics(rows),
        )
    )


def _urgency(row: IndexRow) -> tuple[int, int, str]:
    if row.report is None:
        return (0, 0, row.name)
    return (_ORDER.index(row.report.summary.verdict), -row.report.summary.errors, row.name)


def _metrics(rows: list[IndexRow]) -> list[tuple[str, str]]:
    """Give id and name of every metric, in the order of the first report that has it."""
    found = {score.metric: score.name for row in rows if row.report for score in row.report.scores}
    return list(found.items())
