"""The main job as one function: two texts in, a report out, each stage a function over values."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from alignment.align import align
from alignment.encoder import Encoder
from eval.orientation import check_texts
from eval.report.build import build_report, make_text
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
    article: tuple[str, str],
    reference: tuple[str, str],
    *,
    translate: Translate,
    encoder: Encoder,
    encoder_name: str,
    created: datetime,
    stage: Stage = unwatched,
) -> Report:
    """Make the report of an Arabic article and the English reference that it reports.

    Args:
        article: name and text of the article.
        reference: name and text of the reference.
        translate: what drafts the article's sentences.
        encoder: what the alignment compares sentences with.
        encoder_name: identity of the encoder.
        created: when the report is made, with time zone.
        stage: what shows progress.

    Raises:
        EmptyTextError: one text is blank.
        LanguageError: the article is not Arabic or the reference not English; swapped texts are named so.
    """
    check_texts([article[1]], [reference[1]])
    arabic = make_text(article[1], name=article[0], language="ar")
    english = make_text(reference[1], name=reference[0], language="en")
    with stage("Aligning", None):
        beads = align(arabic.strings, english.strings, encoder=encoder)
    translations = []
    with stage("Translating", len(arabic.sentences)) as advance:
        for translation in translate(arabic.strings):
            translations.append(translation)
            advance(1)
    with stage("Scoring and checking", None):
        return build_report(
            arabic,
            english,
            beads=beads,
            translations=translations,
            encoder=encoder_name,
            created=created,
        )
