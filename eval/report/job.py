"""The main job as one function: two texts in, a report out, each stage a function over values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from alignment.align import align
from alignment.bead import Bead
from alignment.encoder import Encoder
from eval.checks.pair import Check
from eval.checks.registry import CHECKS
from eval.clauses import find_gaps
from eval.report.build import Text, build_report
from eval.report.value import Report
from mt.support import WordSupport
from mt.translation import Translation

Translate = Callable[[Iterable[str]], Iterable[Translation]]
"""What drafts: sentences in, one translation each out, in order."""

Support = Callable[[Sequence[tuple[str, str]]], Sequence[tuple[WordSupport, ...]]]
"""What tells how far Arabic texts explain English ones, as `mt.pipeline.Translator.support` does."""

Stage = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]
"""What shows progress: it gets a stage's name and its number of steps (None: unknown), and the
stage calls what it enters with the number of steps just done."""


@contextmanager
def unwatched(_name: str, _steps: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show no progress."""
    yield lambda _: None


def report_texts(
    article: Text,
    reference: Text,
    *,
    translate: Translate,
    encoder: Encoder,
    encoder_name: str,
    created: datetime,
    support: Support | None = None,
    checks: Sequence[Check] = CHECKS,
    stage: Stage = unwatched,
) -> Report:
    """Make the report of an Arabic article and the English reference that it reports.

    Args:
        article: the article, from `eval.report.build.make_texts`.
        reference: the reference, from the same.
        translate: what drafts the article's sentences.
        encoder: what the alignment compares sentences with.
        encoder_name: identity of the encoder.
        created: when the report is made, with time zone.
        support: what tells how far the article explains its reference; None leaves out the checks that
            rest on it.
        checks: the checks to run.
        stage: what shows progress.
    """
    with stage("Aligning", None):
        beads = align(article.strings, reference.strings, encoder=encoder)
    translations = []
    with stage("Translating", len(article.sentences)) as advance:
        for translation in translate(article.strings):
            translations.append(translation)
            advance(1)
    with stage("Comparing meaning", None):
        explained = None
        if support is not None:
            explained = _explain(beads, article.strings, reference.strings, support)
        gaps = find_gaps(beads, article.strings, reference.strings, encoder=encoder)
    with stage("Scoring and checking", None):
        return build_report(
            article,
            reference,
            beads=beads,
            translations=translations,
            encoder=encoder_name,
            created=created,
            support=explained,
            gaps=gaps,
            checks=checks,
        )


def _explain(
    beads: Sequence[Bead], article: Sequence[str], reference: Sequence[str], support: Support
) -> list[tuple[WordSupport, ...]]:
    """Ask for the support of the beads that have both sides."""
    paired = [number for number, bead in enumerate(beads) if bead.source and bead.target]
    texts = [
        (
            " ".join(article[index] for index in beads[number].source),
            " ".join(reference[index] for index in beads[number].target),
        )
        for number in paired
    ]
    explained: list[tuple[WordSupport, ...]] = [()] * len(beads)
    for number, words in zip(paired, support(texts), strict=True):
        explained[number] = words
    return explained
