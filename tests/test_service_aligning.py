"""One alignment from two texts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alignment.align import align
from alignment.encoder import Encoder, load_encoder
from mt.errors import FormatError, LanguageError, MissingFileError
from service.aligning import Settings, align_texts

ARABIC = ("ارتفعت أسعار النفط.", "لم يسقط أي جريح.")


def never() -> Encoder:
    raise AssertionError("the encoder is loaded for texts that cannot be used")


def test_progress_counts_every_sentence_once() -> None:
    told: list[tuple[str, int]] = []
    done: list[int] = []

    @contextmanager
    def stage(name: str, steps: int) -> Iterator[Callable[[int], None]]:
        told.append((name, steps))
        yield done.append

    # More sentences than one report of progress covers.
    article = "\n".join(ARABIC * 600)
    aligned = align_texts(("a", article), ("b", "Oil prices rose."), Settings(segmented=True), stage=stage)
    assert told == [("Aligning", 1201)]
    assert (sum(done), len(done)) == (1201, 3)
    assert len(aligned.bitext.source) == 1200


def test_watching_changes_no_bead(coalition: Path) -> None:
    article, reference = (
        (coalition / name).read_text(encoding="utf-8") for name in ("article.ar.seg", "source.en.seg")
    )
    aligned = align_texts(("a", article), ("b", reference), Settings(segmented=True))
    lines = article.splitlines(), reference.splitlines()
    assert aligned.bitext.beads == align(*lines, encoder=load_encoder())


@pytest.mark.parametrize(
    ("settings", "article", "error"),
    [
        (Settings(), "Only English here.", LanguageError),
        (Settings(source_language="ru"), "نعم.", LanguageError),
    ],
)
def test_a_text_in_another_language_is_refused_before_anything_is_loaded(
    settings: Settings, article: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match="the article has hardly a letter of its language"):
        align_texts(("a", article), ("b", "Yes."), settings, load=never)


def test_gold_is_read_before_anything_is_loaded(tmp_path: Path) -> None:
    gold = tmp_path / "x.gold"
    with pytest.raises(MissingFileError):
        align_texts(("a", ARABIC[0]), ("b", "Yes."), Settings(), load=never, gold=gold)
    gold.write_text("[0]:[3]", encoding="utf-8")
    with pytest.raises(FormatError, match=r"x\.gold: the gold names target sentence 3"):
        align_texts(("a", ARABIC[0]), ("b", "Yes."), Settings(), load=never, gold=gold)


def test_lines_are_counted_as_other_tools_count_them() -> None:
    # Neither of the two other line ends of Unicode starts a sentence, and an empty line is one.
    text = f"{ARABIC[0]}\u2028{ARABIC[1]}\r\n\n{ARABIC[0]}\x0b{ARABIC[1]}\n"
    aligned = align_texts(("a", text), ("b", ""), Settings(segmented=True))
    assert len(aligned.bitext.source) == 3
