"""Folders of pairs to align: a file of beads each, and one score over all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from glob import escape as glob_escape
from pathlib import Path

from alignment.bead import Bead
from alignment.calibration import calibrate
from alignment.encoder import Encoder, load_encoder
from alignment.gold import GoldScore, judge_beads, score_alignment
from mt.errors import InputError
from mt.files import make_folder, read_text, write_text_atomically
from service.aligning import Aligned, Settings, align_texts
from service.console import notice, progress
from service.pairs import Matches, Pair, match_files


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one pair.

    Attributes:
        name: what both files are called up to the first full stop.
        aligned: the alignment; None where the pair cannot be used.
        error: why not; None where it can.
    """

    name: str
    aligned: Aligned | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of two folders.

    Attributes:
        done: the pairs by name.
        alone: number of files without counterpart.
    """

    done: tuple[Done, ...]
    alone: int

    @property
    def complete(self) -> bool:
        """Say whether every file had a counterpart and every pair could be used."""
        return not self.alone and all(done.aligned is not None for done in self.done)

    @property
    def score(self) -> GoldScore | None:
        """Score all pairs as one, or give None where none has gold."""
        return score_alignment(self._scored) if self._scored else None

    @property
    def calibration_error(self) -> float | None:
        """Give the calibration error over the beads of all pairs, or None where none has gold."""
        judged = [bead for gold, found in self._scored for bead in judge_beads(gold, found)]
        return calibrate(judged).error if self._scored else None

    @property
    def _scored(self) -> list[tuple[tuple[Bead, ...], tuple[Bead, ...]]]:
        return [
            (aligned.gold, aligned.kept.beads)
            for aligned in (done.aligned for done in self.done)
            if aligned is not None and aligned.gold is not None
        ]


def align_folders(
    articles: Path, references: Path, *, settings: Settings, output: Path | None, gold: Path | None
) -> Batch:
    """Align every pair of two folders; what cannot be used fails alone, with a line on standard error.

    Args:
        articles: folder of the articles.
        references: folder of the references; may be the same.
        settings: how to align.
        output: folder for the alignments, made if need be; None for none.
        gold: folder of gold beads, each with the name of its pair; None for none.

    Raises:
        MissingFileError: there is no pair.
        InputError: two files have one name.
        OutputError: an alignment could not be written.
    """
    matches = match_files(
        articles, references, languages=(settings.source_language, settings.target_language)
    )
    _name_lone_files(matches, articles, references)
    if output is not None:
        make_folder(output)
    load = cache(load_encoder)
    done = []
    with progress("Aligning", total=len(matches.pairs)) as advance:
        for pair in matches.pairs:
            done.append(_align_pair(pair, settings, load=load, gold=gold))
            _write(done[-1], settings, output)
            advance(1)
    return Batch(tuple(done), len(matches.lone_articles) + len(matches.lone_references))


def _name_lone_files(matches: Matches, articles: Path, references: Path) -> None:
    for alone, folder, what in (
        (matches.lone_articles, references, "reference"),
        (matches.lone_references, articles, "article"),
    ):
        for path in alone:
            notice(
                f"amana: {path} has no {what} in {folder}; "
                "give both files of a pair one name up to the first full stop"
            )


def _align_pair(pair: Pair, settings: Settings, *, load: Callable[[], Encoder], gold: Path | None) -> Done:
    try:
        texts = [(path.name, read_text(path)) for path in (pair.article, pair.reference)]
        file_of_gold = None if gold is None else _gold_of(pair, gold)
        return Done(pair.name, align_texts(texts[0], texts[1], settings, load=load, gold=file_of_gold))
    except InputError as error:
        notice(f"amana: {pair.name}: {error}")
        return Done(pair.name, None, str(error))


def _gold_of(pair: Pair, folder: Path) -> Path:
    """Find the gold of a pair: the one file of its name that is neither of its texts."""
    texts = {pair.article.resolve(), pair.reference.resolve()}
    found = [
        path
        for path in sorted(folder.glob(f"{glob_escape(pair.name)}.*"))
        if path.is_file() and path.resolve() not in texts
    ]
    if len(found) != 1:
        names = ", ".join(path.name for path in found) or "none"
        raise InputError(
            f"{folder} has to hold one file of gold beads named {pair.name}.gold or the like, "
            f"but it holds: {names}"
        )
    return found[0]


def _write(done: Done, settings: Settings, output: Path | None) -> None:
    if output is not None and done.aligned is not None:
        write_text_atomically(output / f"{done.name}.{settings.form}", done.aligned.write(settings))
