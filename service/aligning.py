"""One alignment from two texts, as the command line asks for it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from alignment.align import align
from alignment.bead import Bead
from alignment.bitext import Bitext
from alignment.blas import one_blas_thread
from alignment.calibration import calibrate
from alignment.encoder import Encoder, Vectors, load_encoder
from alignment.formats.beads import read_beads
from alignment.formats.jsonl import bead_object
from alignment.formats.writers import Format, keep_sure, write_alignment
from alignment.gold import GoldScore, check_gold, judge_beads, score_alignment
from alignment.summary import Summary, summarise
from mt.errors import InputError, LanguageError
from mt.files import read_text
from mt.languages import Language, script_share
from mt.segmentation import segment

_HARDLY = 0.3
"""Share of a language's letters under which a text is not in it; names and quotations are foreign."""
_PART = 1024
"""Sentences from one report of progress to the next."""


Stage = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Shows a stage of the work, by its name and its number of steps, and is told of steps done."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every pair of texts of a run.

    Attributes:
        source_language: of the articles.
        target_language: of the references.
        segmented: whether each line is a sentence already.
        min_confidence: beads that are less sure are left out, or marked.
        form: the format of the alignments.
    """

    source_language: Language = "ar"
    target_language: Language = "en"
    segmented: bool = False
    min_confidence: float = 0.0
    form: Format = Format.BEADS


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two texts with their alignment.

    Attributes:
        names: what the two texts are called.
        bitext: all beads.
        kept: the beads that are sure enough.
        gold: the beads to score against; None without gold.
        seconds: what embedding and aligning took.
    """

    names: tuple[str, str]
    bitext: Bitext
    kept: Bitext
    gold: tuple[Bead, ...] | None
    seconds: float

    @property
    def summary(self) -> Summary:
        """Sum up what is kept."""
        return summarise(self.kept)

    @property
    def left_out(self) -> int:
        """Give the number of beads that are not sure enough."""
        return len(self.bitext.beads) - len(self.kept.beads)

    @property
    def score(self) -> GoldScore | None:
        """Score what is kept against the gold."""
        return None if self.gold is None else score_alignment([(self.gold, self.kept.beads)])

    @property
    def calibration_error(self) -> float | None:
        """Give how far confidence is from being right as often as it says; None without gold."""
        return None if self.gold is None else calibrate(judge_beads(self.gold, self.kept.beads)).error

    def write(self, settings: Settings) -> str:
        """Give the alignment in the format that is asked for."""
        return write_alignment(
            self.bitext, settings.form, names=self.names, min_confidence=settings.min_confidence
        )

    def facts(self, *, with_beads: bool) -> dict[str, object]:
        """Give what JSON output says of the pair."""
        facts: dict[str, object] = {
            "summary": self.summary,
            "left_out": self.left_out,
            "seconds": round(self.seconds, 3),
            "score": self.score,
            "calibration_error": self.calibration_error,
        }
        if with_beads:
            facts["beads"] = [bead_object(self.kept, bead) for bead in self.kept.beads]
        return facts


@contextmanager
def silently(_name: str, _steps: int) -> Iterator[Callable[[int], None]]:
    """Show nothing."""
    yield lambda _: None


@dataclass(frozen=True, slots=True)
class _Watched:
    """An encoder that tells of the sentences that it has embedded."""

    encoder: Any
    advance: Callable[[int], None]

    def encode(self, texts: Sequence[str], /) -> Vectors:
        vectors: Vectors = self.encoder.encode(texts[:_PART])
        self.advance(len(vectors))
        if len(texts) <= _PART:
            return vectors
        whole = np.empty((len(texts), vectors.shape[1]), dtype=np.float32)
        whole[:_PART] = vectors
        for first in range(_PART, len(texts), _PART):
            part = texts[first : first + _PART]
            whole[first : first + len(part)] = self.encoder.encode(part)
            self.advance(len(part))
        return whole


class _WatchedUnits(_Watched):
    """The same for an encoder that knows parts of sentences; the aligner asks for what it can do."""

    __slots__ = ()

    def encode_units(self, texts: Sequence[str], /) -> Any:
        return self.encoder.encode_units(texts)


def _watch(encoder: Encoder, advance: Callable[[int], None]) -> Encoder:
    return (_WatchedUnits if hasattr(encoder, "encode_units") else _Watched)(encoder, advance)


def align_texts(
    article: tuple[str, str],
    reference: tuple[str, str],
    settings: Settings,
    *,
    load: Callable[[], Encoder] = load_encoder,
    gold: Path | None = None,
    stage: Stage = silently,
) -> Aligned:
    """Align two texts.

    Args:
        article: name and text of the article.
        reference: name and text of the reference.
        settings: how.
        load: gives what compares sentences; called once the texts are known to be usable.
        gold: file of gold beads, or None.
        stage: shows the progress.

    Raises:
        LanguageError: a text is not in its language.
        FormatError: the gold does not follow its format, or belongs to other texts.
    """
    source = _sentences(article[1], settings.source_language, "article", segmented=settings.segmented)
    target = _sentences(reference[1], settings.target_language, "reference", segmented=settings.segmented)
    beads_of_gold = None if gold is None else _read_gold(gold, len(source), len(target))
    encoder = load()
    started = time.perf_counter()
    with one_blas_thread(), stage("Aligning", len(source) + len(target)) as advance:
        beads = align(source, target, encoder=_watch(encoder, advance))
    seconds = time.perf_counter() - started
    bitext = Bitext(source, target, beads, settings.source_language, settings.target_language)
    kept = keep_sure(bitext, settings.min_confidence)
    return Aligned((article[0], reference[0]), bitext, kept, beads_of_gold, seconds)


def _sentences(text: str, language: Language, role: str, *, segmented: bool) -> tuple[str, ...]:
    share = script_share(text, language)
    if share < _HARDLY:
        option = "--source-lang" if role == "article" else "--target-lang"
        raise LanguageError(
            f"the {role} has hardly a letter of its language, {language} ({share:.0%}); "
            f"check that the texts are not swapped, or give the language with {option}"
        )
    if not segmented:
        return tuple(sentence.text for sentence in segment(text, language=language))
    # Nothing else that Unicode calls a line end counts: line numbers have to be those of other tools.
    lines = text.replace("\r\n", "\n").split("\n")
    return tuple(lines if lines[-1] else lines[:-1])


def _read_gold(path: Path, n_source: int, n_target: int) -> tuple[Bead, ...]:
    try:
        gold = read_beads(read_text(path))
        check_gold(gold, n_source, n_target)
    except InputError as error:
        raise type(error)(f"{path}: {error}" if str(path) not in str(error) else str(error)) from error
    return gold
