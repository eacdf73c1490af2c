"""Turn sentence pairs into the token ids of training examples, pass after pass."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece
from numpy.typing import NDArray

from mt.training.batches import pad, plan_batches
from mt.training.pairs import Pair

_IGNORED = -100
_SHUFFLE_REACH = 3
_SPLITS = 4


@dataclass(frozen=True, slots=True)
class Corpus:
    """Pairs that are drawn alike.

    Attributes:
        pairs: the pairs, normalised.
        weight: times a pair is seen per pass; below 1, the share drawn for a pass.
        noisy: True where the source is English to be reconstructed: words are dropped and moved.
    """

    pairs: Sequence[Pair]
    weight: float = 1.0
    noisy: bool = False


@dataclass(frozen=True, slots=True)
class ExampleOptions:
    """How examples are made.

    Attributes:
        max_tokens: size of a batch, in padded tokens of the longer side.
        max_length: longer sides are left out, in tokens.
        resplit_words: share of the source words that are split in another way than the best.
        dropped_words: share of words dropped from noisy sources.
        seed: of everything random.
    """

    max_tokens: int = 3000
    max_length: int = 120
    resplit_words: float = 0.1
    dropped_words: float = 0.1
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's worth of examples.

    Attributes:
        source: ``(n, source length) int64``, padded.
        decoder_input: ``(n, target length) int64``, labels shifted right behind the pad.
        labels: ``(n, target length) int64``, -100 where padded.
    """

    source: NDArray[np.int64]
    decoder_input: NDArray[np.int64]
    labels: NDArray[np.int64]


class Tokeniser:
    """The two SentencePiece models of a checkpoint with its id spaces."""

    def __init__(self, checkpoint: Path) -> None:
        """Read `source.spm`, `target.spm`, `vocab.json` and, where there is one, `target_vocab.json`.

        Args:
            checkpoint: a MarianMT checkpoint directory.
        """
        vocabulary = json.loads((checkpoint / "vocab.json").read_text(encoding="utf-8"))
        separate = checkpoint / "target_vocab.json"
        target = json.loads(separate.read_text(encoding="utf-8")) if separate.exists() else vocabulary
        self._source = sentencepiece.SentencePieceProcessor(model_file=str(checkpoint / "source.spm"))
        self._target = sentencepiece.SentencePieceProcessor(model_file=str(checkpoint / "target.spm"))
        self._source_ids = _ids_of(self._source, vocabulary)
        self._target_ids = _ids_of(self._target, target)
        self._known_splits: dict[str, list[list[int]]] = {}
        self.eos: int = vocabulary["</s>"]
        self.pad: int = vocabulary["<pad>"]

    def source(self, text: str) -> list[int]:
        """Give the ids of a source sentence with `</s>`."""
        return [*self._source_ids[self._source.encode(text)].tolist(), self.eos]

    def resplit_source(self, text: str, rng: random.Random, share: float) -> list[int]:
        """Give the ids of a source sentence of which some words are split otherwise than best.

        Subword regularisation (Kudo 2018, ACL), drawn word by word from the best few splits:
        SentencePiece's own sampling cannot be seeded anew, so a resumed run would differ.

        Args:
            text: the sentence.
            rng: where chance comes from.
            share: share of the words that may be split otherwise.
        """
        ids: list[int] = []
        for word in text.split(" "):
            splits = self._splits(word)
            ids.extend(splits[rng.randrange(len(splits))] if rng.random() < share else splits[0])
        return [*ids, self.eos]

    def _splits(self, word: str) -> list[list[int]]:
        """Give the best splits of a word, the best first."""
        known = self._known_splits.get(word)
        if known is None:
            pieces = self._source.nbest_encode_as_ids(word, nbest_size=_SPLITS) or [[]]
            known = [self._source_ids[split].tolist() if split else [] for split in pieces]
            self._known_splits[word] = known
        return known

    def target(self, text: str) -> list[int]:
        """Give the ids of a target sentence with `</s>`."""
        return [*self._target_ids[self._target.encode(text)].tolist(), self.eos]

    def lengths(self, pairs: Sequence[Pair]) -> NDArray[np.int32]:
        """Give ``(n, 2) int32``: tokens of source and target, `</s>` counted."""
        source = self._source.encode([pair.source for pair in pairs])
        target = self._target.encode([pair.target for pair in pairs])
        return np.array(
            [(len(s) + 1, len(t) + 1) for s, t in zip(source, target, strict=True)], dtype=np.int32
        )


def _ids_of(processor: sentencepiece.SentencePieceProcessor, vocabulary: dict[str, int]) -> NDArray[np.int64]:
    unknown = vocabulary["<unk>"]
    pieces = (processor.id_to_piece(number) for number in range(processor.get_piece_size()))
    return np.array([vocabulary.get(piece, unknown) for piece in pieces], dtype=np.int64)


class ExampleStream:
    """An endless, repeatable stream of batches: the same seed and position give the same batch."""

    def __init__(self, corpora: Sequence[Corpus], tokeniser: Tokeniser, *, options: ExampleOptions) -> None:
        """Measure the corpora.

        Args:
            corpora: what to draw from.
            tokeniser: of the checkpoint that is trained.
            options: how examples are made.
        """
        self._tokeniser, self._options = tokeniser, options
        self._corpora = corpora
        self._lengths = [tokeniser.lengths(corpus.pairs) for corpus in corpora]

    def batches(self, *, passes: int = 0, skip: int = 0) -> Iterator[tuple[int, int, Batch]]:
        """Yield batches from a position on.

        Args:
            passes: passes over the data that are complete.
            skip: batches of the current pass that were used.

        Yields:
            The position *behind* the batch (passes, batches used) and the batch.
        """
        while True:
            drawn, lengths = self._draw(passes)
            plan = plan_batches(
                lengths, max_tokens=self._options.max_tokens, seed=self._options.seed + passes
            )
            for number in range(skip, len(plan)):
                rng = random.Random(f"{self._options.seed}/{passes}/{number}")  # noqa: S311
                yield passes, number + 1, self._batch([drawn[index] for index in plan[number]], rng)
            passes, skip = passes + 1, 0

    def _draw(self, passes: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Choose the examples of a pass: (corpus, pair) and their lengths."""
        rng = random.Random(f"{self._options.seed}/{passes}")  # noqa: S311
        drawn: list[tuple[int, int]] = []
        lengths: list[tuple[int, int]] = []
        for number, (corpus, measured) in enumerate(zip(self._corpora, self._lengths, strict=True)):
            fit = np.flatnonzero(measured.max(axis=1) <= self._options.max_length).tolist()
            whole, part = divmod(corpus.weight, 1.0)
            chosen = fit * int(whole) + rng.sample(fit, round(part * len(fit)))
            drawn.extend((number, index) for index in chosen)
            lengths.extend((int(measured[index, 0]), int(measured[index, 1])) for index in chosen)
        return drawn, lengths

    def _batch(self, chosen: Sequence[tuple[int, int]], rng: random.Random) -> Batch:
        sources, targets = [], []
        for number, index in chosen:
            corpus = self._corpora[number]
            pair = corpus.pairs[index]
            text = (
                drop_and_move_words(pair.source, rng, self._options.dropped_words)
                if corpus.noisy
                else pair.source
            )
            ids = self._tokeniser.resplit_source(text, rng, self._options.resplit_words)
            if len(ids) > 2 * self._options.max_length:
                ids = self._tokeniser.source(text)
            sources.append(ids)
            targets.append(self._tokeniser.target(pair.target))
        labels = pad(targets, value=_IGNORED)
        shifted = np.full_like(labels, self._tokeniser.pad)
        shifted[:, 1:] = np.where(labels[:, :-1] == _IGNORED, self._tokeniser.pad, labels[:, :-1])
        return Batch(pad(sources, value=self._tokeniser.pad), shifted, labels)


def drop_and_move_words(text: str, rng: random.Random, dropped: float) -> str:
    """Make a noisy copy of a sentence, after Lample et al. 2018, ICLR, section 2.3.

    Args:
        text: the sentence.
        rng: where chance comes from.
        dropped: probability of dropping a word; words move by at most three places.

    >>> drop_and_move_words("one", random.Random(1), 0.0)
    'one'
    """
    words = text.split(" ")
    kept = [word for word in words if rng.random() >= dropped] or words
    order = sorted(range(len(kept)), key=lambda place: place + rng.uniform(0, _SHUFFLE_REACH))
    return " ".join(kept[place] for place in order)
