"""Read sentence pairs for training, and drop the bad ones with a count of each reason."""

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mt.arabic import arabic_share, normalise
from mt.errors import FormatError, MissingFileError, TrainingDataError
from mt.memory.store import Memory
from mt.memory.tmx import read_tmx
from mt.memory.unit import Unit
from mt.training.overlap import NOTHING, HeldOut

_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Pair:
    """An Arabic sentence and its English translation, both normalised."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of pairs and how often a pass over the data sees each of them.

    Attributes:
        path: TSV (`Arabic<TAB>English`, also gzipped), TMX or a translation memory.
        weight: times a pair is seen per pass; below 1, the share of pairs drawn for a pass.
    """

    path: Path
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """What makes a pair unfit for training.

    Attributes:
        max_words: longest side, in words.
        max_length_ratio: characters of the longer side per character of the shorter, from
            `ratio_from` characters on.
        ratio_from: shorter pairs may have any ratio.
        min_arabic_share: least share of Arabic among the letters of the source.
    """

    max_words: int = 120
    max_length_ratio: float = 3.0
    ratio_from: int = 20
    min_arabic_share: float = 0.4


def parse_data_file(text: str) -> DataFile:
    """Read the `FILE[:WEIGHT]` of the command line.

    Raises:
        TrainingDataError: the weight is not a number above 0.

    >>> parse_data_file("news.tsv:6")
    DataFile(path=PosixPath('news.tsv'), weight=6.0)
    >>> parse_data_file("news.tsv").weight
    1.0
    """
    head, colon, tail = text.rpartition(":")
    if not colon or "/" in tail:
        return DataFile(Path(text))
    try:
        weight = float(tail)
    except ValueError:
        weight = 0.0
    if not weight > 0:
        raise TrainingDataError(f"{text!r}: the weight after the colon must be a number above 0")
    return DataFile(Path(head), weight)


def read_pairs(path: Path) -> Iterator[Pair]:
    """Read a file of pairs.

    Args:
        path: `.tsv`, `.tsv.gz`, `.tmx`, or a translation memory (`amana memory`), which any other
            ending may have.

    Raises:
        MissingFileError: there is no such file.
        FormatError: a line without exactly one tab, or XML that is not TMX; names the place.
    """
    if not path.is_file():
        raise MissingFileError(f"{path}: no such file")
    if path.suffix == ".tmx":
        yield from _pairs_of(read_tmx(path))
        return
    if _is_database(path):
        with Memory(path) as memory:
            yield from _pairs_of(memory.units())
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            fields = line.rstrip("\r\n").split("\t")
            if len(fields) != 2:
                raise FormatError(
                    f"{path}, line {number}: {len(fields)} fields; a line must be `Arabic<TAB>English`"
                )
            yield Pair(normalise(fields[0]), normalise(fields[1]))


def _pairs_of(units: Iterable[Unit]) -> Iterator[Pair]:
    for unit in units:
        yield Pair(normalise(unit.source), normalise(unit.target))


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def rejection(pair: Pair, options: FilterOptions) -> str | None:
    """Say why a pair is unfit, or None where it is fit.

    >>> rejection(Pair("نعم", "Yes"), FilterOptions())
    >>> rejection(Pair("const x = 1 ;", "const x = 1 ;"), FilterOptions())
    'copy'
    """
    shorter, longer = sorted((len(pair.source), len(pair.target)))
    words = max(pair.source.count(" "), pair.target.count(" ")) + 1
    reasons = (
        ("empty", shorter == 0),
        ("copy", pair.source.casefold() == pair.target.casefold()),
        ("script of the source", arabic_share(pair.source) < options.min_arabic_share),
        ("script of the target", arabic_share(pair.target) > 0.1),
        ("too long", words > options.max_words),
        ("length ratio", longer > options.ratio_from and longer > options.max_length_ratio * max(1, shorter)),
    )
    return next((reason for reason, holds in reasons if holds), None)


def keep_fit(
    pairs: Iterable[Pair],
    *,
    options: FilterOptions = FilterOptions(),
    seen: set[int] | None = None,
    held_out: HeldOut = NOTHING,
) -> tuple[list[Pair], Counter[str]]:
    """Drop the pairs that are unfit, repeated, or held out.

    Args:
        pairs: the pairs of a file.
        options: what is unfit.
        seen: hashes of pairs that other files gave, extended in place; None starts an empty set.
        held_out: what neither side of a kept pair may be.

    Returns:
        The fit pairs in order, and how many were dropped for each reason.
    """
    known = set() if seen is None else seen
    kept: list[Pair] = []
    dropped: Counter[str] = Counter()
    for pair in pairs:
        reason = rejection(pair, options)
        key = hash(pair)
        if reason is None and key in known:
            reason = "duplicate"
        if reason is None and (held_out.covers(pair.source) or held_out.covers(pair.target)):
            reason = "held out"
        if reason is None:
            known.add(key)
            kept.append(pair)
        else:
            dropped[reason] += 1
    return kept, dropped
