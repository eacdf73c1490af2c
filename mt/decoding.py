"""Pieces in, drafts out: batches, several at once, and the second try for what went wrong.

The pieces of a window are decoded in batches of like length. When all are done, those that the
checks find fault with go up the ladder together (`mt.retry`), while the next window is being
decoded: few batches, none of them small, and no core idle.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from mt.batching import make_batches, target_limit
from mt.engines.engine import Batch, Engine, Hypothesis
from mt.errors import EngineError
from mt.plan import Piece
from mt.retry import Draft, make_draft, mend
from mt.tokenizer import Tokenizer

_HYPOTHESES = 4
_RETRY_BEAM = 4
_RETRY_NGRAM = 3
_FEW = 12

Outcome = Draft | EngineError


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How pieces are grouped and searched.

    Attributes:
        beam_size: hypotheses kept at each step.
        max_batch_tokens: most source tokens of a batch, padding counted.
        deterministic: decode each piece by itself.
        retry: take faulty drafts up the ladder.
        alternatives: most other drafts that are wanted of a piece.
        words: whether the probabilities of the words are wanted.
    """

    beam_size: int
    max_batch_tokens: int
    deterministic: bool
    retry: bool
    alternatives: int = 0
    words: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """Pieces that are being decoded.

    Attributes:
        batches: the pieces of each batch, and where their outcomes will be.
    """

    batches: tuple[tuple[tuple[Piece, ...], Future[list[Outcome]]], ...]


class Decoder:
    """Decodes the pieces of one stream of texts; `close` ends it."""

    def __init__(
        self, engine: Engine, tokenizer: Tokenizer, *, max_positions: int, options: SearchOptions
    ) -> None:
        """Start the workers.

        Args:
            engine: decodes.
            tokenizer: of the same model.
            max_positions: longest source of the model in tokens.
            options: how to search.
        """
        self._engine = engine
        self._tokenizer = tokenizer
        self._max_positions = max_positions
        self._options = options
        self._beam_size = max(options.beam_size, options.alternatives + 1)
        # The next best cost CTranslate2 nothing.
        self._count = max(min(options.beam_size, _HYPOTHESES), options.alternatives + 1)
        # Two pools, so that a second try does not wait for all of the next window.
        self._first = ThreadPoolExecutor(engine.workers, thread_name_prefix="amana-decode")
        self._again = ThreadPoolExecutor(engine.workers, thread_name_prefix="amana-retry")

    def close(self) -> None:
        """End the workers; what they have not begun is dropped."""
        self._first.shutdown(cancel_futures=True)
        self._again.shutdown(cancel_futures=True)

    def begin(self, pieces: Sequence[Piece]) -> Pending:
        """Hand pieces to the workers; those with equal text are decoded once."""
        distinct = list({piece.text: piece for piece in pieces}.values())
        batches = []
        for batch in self._group([piece.tokens for piece in distinct]):
            members = tuple(distinct[index] for index in batch)
            batches.append((members, self._first.submit(self._draft, members)))
        return Pending(tuple(batches))

    def finish(self, pending: Pending) -> dict[str, Outcome]:
        """Wait for the drafts, mend the faulty ones, and give the outcome of each piece by its text.

        Raises:
            EngineError: the words of the drafts could not be scored.
        """
        outcomes: dict[str, Outcome] = {}
        faulty: dict[str, tuple[Piece, Draft]] = {}
        for pieces, future in pending.batches:
            for piece, found in zip(pieces, future.result(), strict=True):
                outcomes[piece.text] = found
                if self._options.retry and isinstance(found, Draft) and found.problems:
                    faulty[piece.text] = (piece, found)
        mended = mend(
            [piece for piece, _ in faulty.values()],
            [draft for _, draft in faulty.values()],
            search=self._search,
            tokenizer=self._tokenizer,
            max_positions=self._max_positions,
        )
        outcomes |= zip(faulty, mended, strict=True)
        return self._with_words(outcomes) if self._options.words else outcomes

    def _with_words(self, outcomes: dict[str, Outcome]) -> dict[str, Outcome]:
        """Score the tokens of the drafts, and give each draft its words with their probabilities."""
        drafts = [found for found in outcomes.values() if isinstance(found, Draft)]
        pairs = list(dict.fromkeys(pair for draft in drafts for pair in draft.searched if pair[1]))
        groups = self._group([source for source, _ in pairs])

        def score(group: list[int]) -> Sequence[tuple[float, ...]]:
            members = [pairs[index] for index in group]
            return self._engine.token_scores([source for source, _ in members], [t for _, t in members])

        words: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[tuple[str, float], ...]] = {}
        for group, rows in zip(groups, self._again.map(score, groups), strict=True):
            for index, row in zip(group, rows, strict=True):
                words[pairs[index]] = self._tokenizer.words(pairs[index][1], row)
        return {
            text: replace(found, words=tuple(word for pair in found.searched for word in words.get(pair, ())))
            if isinstance(found, Draft)
            else found
            for text, found in outcomes.items()
        }

    def _group(self, sources: Sequence[tuple[str, ...]]) -> list[list[int]]:
        if self._options.deterministic:
            return [[index] for index in range(len(sources))]
        lengths = [len(source) for source in sources]
        return make_batches(lengths, self._options.max_batch_tokens, workers=self._engine.workers)

    def _draft(self, pieces: Sequence[Piece]) -> list[Outcome]:
        return [
            found if isinstance(found, EngineError) else self._choose(piece, found)
            for piece, found in zip(pieces, self._decode([p.tokens for p in pieces]), strict=True)
        ]

    def _choose(self, piece: Piece, hypothesis: Hypothesis) -> Draft:
        draft = make_draft(piece, hypothesis, self._tokenizer)
        if not self._options.alternatives:
            return draft
        texts = [self._tokenizer.decode(found.tokens) for found in (hypothesis, *hypothesis.others)]
        return replace(draft, alternatives=tuple(text for text in dict.fromkeys(texts) if text != draft.text))

    def _search(self, sources: Sequence[tuple[str, ...]]) -> list[Hypothesis | None]:
        """Decode without repeated n-grams, and give several hypotheses."""
        beam_size = max(_RETRY_BEAM, self._beam_size)

        def decode(group: list[int]) -> Sequence[Hypothesis] | None:
            members = tuple(sources[index] for index in group)
            limit = target_limit(max(map(len, members)), self._max_positions)
            batch = Batch(members, limit, no_repeat_ngram=_RETRY_NGRAM, count=_RETRY_BEAM)
            try:
                return self._engine.decode(batch, beam_size=beam_size)
            except EngineError:
                return None  # the draft that there is stays, with its flags

        groups = self._group(sources)
        if len(sources) <= _FEW and not self._options.deterministic:
            groups = [list(range(len(sources)))]  # one by one they take several times as long
        found: list[Hypothesis | None] = [None] * len(sources)
        for group, hypotheses in zip(groups, self._again.map(decode, groups), strict=True):
            for index, hypothesis in zip(group, hypotheses or (), strict=hypotheses is not None):
                found[index] = hypothesis
        return found

    def _decode(self, sources: Sequence[tuple[str, ...]]) -> list[Hypothesis | EngineError]:
        """Decode a batch; if that fails, each source by itself, so that only the culprits fail."""
        limit = target_limit(max(len(source) for source in sources), self._max_positions)
        try:
            batch = Batch(tuple(sources), limit, count=self._count)
            hypotheses = self._engine.decode(batch, beam_size=self._beam_size)
        except EngineError as error:
            if len(sources) == 1:
                return [error]
            limits = [target_limit(len(source), self._max_positions) for source in sources]
            return [self._decode_alone(*pair) for pair in zip(sources, limits, strict=True)]
        return [
            self._within_limit(source, hypothesis)
            for source, hypothesis in zip(sources, hypotheses, strict=True)
        ]

    def _within_limit(self, source: tuple[str, ...], hypothesis: Hypothesis) -> Hypothesis | EngineError:
        """Hold a draft to the limit of its own source, not to that of the longest in its batch.

        Otherwise how far a looping draft runs would depend on the company of its source.
        """
        limit = target_limit(len(source), self._max_positions)
        if not hypothesis.finished:
            return replace(hypothesis, tokens=hypothesis.tokens[:limit])
        if len(hypothesis.tokens) >= limit:  # with its end one more; alone it would have been cut
            return self._decode_alone(source, limit)
        return hypothesis

    def _decode_alone(self, source: tuple[str, ...], limit: int) -> Hypothesis | EngineError:
        try:
            batch = Batch((source,), limit, count=self._count)
            return self._engine.decode(batch, beam_size=self._beam_size)[0]
        except EngineError as error:
            return error
