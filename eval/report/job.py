"""The main job as one function: two texts in, a report out, each stage a function over values."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from alignment.align import align
from alignment.encoder import Encoder
from eval.report.build import Text, build_report
from eval.report.value import Report
from mt.translation import Translation

Translate = Callable[[Iterable[str]], Iterable[Translation]]
"""What drafts: sentences in, one translation each out, in order."""

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
        stage: what shows progress.
    """
    with stage("Aligning", None):
        beads = align(article.strings, reference.strings, encoder=encoder)
    translations = []
    with stage("Translating", len(article.sentences)) as advance:
        for translation in translate(article.strings):
            translations.append(translation)
            advance(1)
    with stage("Scoring and checking", None):
        return build_report(
            article,
            reference,
            beads=beads,
            translations=translations,
            encoder=encoder_name,
            created=created,
        )
