"""Texts in, one translation each out, in order: everything between a user's text and an engine."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice

from mt.batching import make_batches, target_limit
from mt.engines.engine import Batch, Engine, Hypothesis
from mt.errors import EngineError
from mt.glossary import Glossary
from mt.marks import set_marks
from mt.placeholders import missing_spans
from mt.plan import Piece, join_drafts, plan_pieces
from mt.retry import Draft, make_draft, mend
from mt.suspicion import is_untranslated
from mt.tokenizer import Tokenizer
from mt.translation import NORMALISER, Flag, Identity, Step, Translation

_FIRST_WINDOW = 16
_RETRY_BEAM = 6
_RETRY_NGRAM = 3

Outcome = Draft | EngineError
_Place = tuple[Future[list[Outcome]], int]
"""Where the outcome of a source will be: the batch, and the position in it."""


@dataclass(frozen=True, slots=True)
class PipelineOptions:
    """How texts are cut, grouped and decoded.

    Attributes:
        beam_size: hypotheses kept at each step; 1 is about three times as fast as 4, and worse.
        deterministic: decode every sentence by itself, so that not even rounding depends on the
            other texts; several times slower.
        split_sentences: decode the sentences of a text one by one, as models were trained.
        max_batch_tokens: most source tokens of a batch, padding counted.
        retry: decode a draft that the checks find fault with again, in other ways.
        glossary: terms that stand in the drafts as it says.
        window: most texts that are read ahead, to find sentences of like length among them.
    """

    beam_size: int = 4
    deterministic: bool = False
    split_sentences: bool = True
    max_batch_tokens: int = 1024
    window: int = 512
    retry: bool = True
    glossary: Glossary | None = None


@dataclass(frozen=True, slots=True)
class _Planned:
    source: str
    pieces: tuple[Piece, ...]
    error: str | None = None


class Translator:
    """A model ready to translate. Threads can share it."""

    def __init__(
        self,
        engine: Engine,
        tokenizer: Tokenizer,
        *,
        model: str,
        max_positions: int,
        options: PipelineOptions | None = None,
    ) -> None:
        """Join an engine and the tokenizer of its model.

        Args:
            engine: decodes.
            tokenizer: of the same model.
            model: identity of the model, kept in each translation.
            max_positions: longest source of the model in tokens.
            options: how to decode; None for the defaults.
        """
        self._engine = engine
        self._tokenizer = tokenizer
        self._model = model
        self._max_positions = max_positions
        self._options = options or PipelineOptions()
        self._version = version("amana")

    @property
    def model(self) -> str:
        """Identity of the model: name and the start of its content hash."""
        return self._model

    def translate(self, texts: Iterable[str]) -> Generator[Translation, None, None]:
        """Translate texts, one translation each, in order.

        Texts are read ahead by a bounded number, few at first, so that the first translation comes
        soon and memory stays flat. Blank text gives an empty draft. Text without Arabic letters is
        passed through, and flagged `untranslated` if it has letters. A text that cannot be decoded
        is flagged `failed` with the reason, and the others are not touched by that.

        Args:
            texts: sentences, or longer texts, in which sentences and clauses are decoded by
                themselves and joined again.

        Yields:
            The translation of each text.
        """
        pool = ThreadPoolExecutor(self._engine.workers, thread_name_prefix="amana-decode")
        ahead = 2 if self._options.window > 1 else 1
        running: deque[tuple[list[_Planned], dict[str, _Place]]] = deque()
        try:
            for window in _windows(texts, self._options.window):
                planned = [self._plan(text) for text in window]
                running.append((planned, self._start(planned, pool)))
                if len(running) == ahead:
                    yield from self._finish(*running.popleft())
            while running:
                yield from self._finish(*running.popleft())
        finally:
            pool.shutdown(cancel_futures=True)

    def _plan(self, text: str) -> _Planned:
        try:
            pieces = plan_pieces(
                text,
                self._tokenizer,
                max_positions=self._max_positions,
                split_sentences=self._options.split_sentences,
                glossary=self._options.glossary,
            )
        except UnicodeEncodeError as error:
            return _Planned(text, (), f"not a Unicode text: {error.reason} at character {error.start}")
        return _Planned(text, pieces)

    def _start(self, planned: Sequence[_Planned], pool: ThreadPoolExecutor) -> dict[str, _Place]:
        """Hand the pieces of a window to the workers; equal pieces are decoded once."""
        distinct = {piece.text: piece for plan in planned for piece in plan.pieces if piece.tokens}
        pieces = list(distinct.values())
        lengths = [len(piece.tokens) for piece in pieces]
        if self._options.deterministic:
            batches = [[index] for index in range(len(pieces))]
        else:
            batches = make_batches(lengths, self._options.max_batch_tokens, workers=self._engine.workers)
        places: dict[str, _Place] = {}
        for batch in batches:
            members = [pieces[index] for index in batch]
            future = pool.submit(self._draft, members)
            places |= {piece.text: (future, position) for position, piece in enumerate(members)}
        return places

    def _draft(self, pieces: Sequence[Piece]) -> list[Outcome]:
        """Decode pieces, and again what the checks find fault with."""
        outcomes: list[Outcome] = [
            found if isinstance(found, EngineError) else make_draft(piece, found, self._tokenizer)
            for piece, found in zip(pieces, self._decode([p.tokens for p in pieces]), strict=True)
        ]
        faulty = [i for i, found in enumerate(outcomes) if isinstance(found, Draft) and found.problems]
        if not self._options.retry or not faulty:
            return outcomes
        mended = mend(
            [pieces[index] for index in faulty],
            [found for found in outcomes if isinstance(found, Draft) and found.problems],
            search=self._search,
            tokenizer=self._tokenizer,
            max_positions=self._max_positions,
        )
        for index, draft in zip(faulty, mended, strict=True):
            outcomes[index] = draft
        return outcomes

    def _search(self, sources: Sequence[tuple[str, ...]]) -> list[Hypothesis | None]:
        """Decode with a larger beam, without repeated n-grams, and give several hypotheses."""
        beam_size = max(_RETRY_BEAM, self._options.beam_size)
        groups = [[index] for index in range(len(sources))]
        if not self._options.deterministic:
            groups = make_batches([len(source) for source in sources], self._options.max_batch_tokens)
        found: list[Hypothesis | None] = [None] * len(sources)
        for group in groups:
            members = tuple(sources[index] for index in group)
            limit = target_limit(max(map(len, members)), self._max_positions)
            batch = Batch(members, limit, no_repeat_ngram=_RETRY_NGRAM, count=_RETRY_BEAM)
            try:
                hypotheses = self._engine.decode(batch, beam_size=beam_size)
            except EngineError:
                continue  # the draft that there is stays, with its flags
            for index, hypothesis in zip(group, hypotheses, strict=True):
                found[index] = hypothesis
        return found

    def _decode(self, sources: Sequence[tuple[str, ...]]) -> list[Hypothesis | EngineError]:
        """Decode a batch; if that fails, each source by itself, so that only the culprits fail."""
        limit = target_limit(max(len(source) for source in sources), self._max_positions)
        try:
            hypotheses = self._engine.decode(Batch(tuple(sources), limit), beam_size=self._options.beam_size)
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
            return Hypothesis(hypothesis.tokens[:limit], hypothesis.score, finished=False)
        if len(hypothesis.tokens) >= limit:  # with its end one more; alone it would have been cut
            return self._decode_alone(source, limit)
        return hypothesis

    def _decode_alone(self, source: tuple[str, ...], limit: int) -> Hypothesis | EngineError:
        try:
            return self._engine.decode(Batch((source,), limit), beam_size=self._options.beam_size)[0]
        except EngineError as error:
            return error

    def _finish(self, planned: Sequence[_Planned], places: dict[str, _Place]) -> Iterator[Translation]:
        for plan in planned:
            outcomes: dict[str, Outcome] = {}
            for piece in plan.pieces:
                if piece.tokens:
                    future, position = places[piece.text]
                    outcomes[piece.text] = future.result()[position]
            yield self._join(plan, outcomes)

    def _join(self, plan: _Planned, outcomes: dict[str, Outcome]) -> Translation:
        """Make the translation of a text from the outcomes of its pieces."""
        errors = [str(outcome) for outcome in outcomes.values() if isinstance(outcome, EngineError)]
        if plan.error is not None or errors:
            return self._translation(plan, "", flags={Flag.FAILED}, error=plan.error or errors[0])
        spans = tuple(piece.text for piece in plan.pieces if piece.span)
        if not outcomes and not spans:
            text = "".join(piece.text for piece in plan.pieces)
            flags = {Flag.UNTRANSLATED} if is_untranslated(plan.source, text) else set[Flag]()
            return self._translation(plan, text, flags=flags)
        texts, flags, log_probability, count = list[str](), set[Flag](), 0.0, 0
        steps = [Step.KEPT] if spans else []
        for piece in plan.pieces:
            draft = outcomes[piece.text] if piece.tokens else None
            if not isinstance(draft, Draft):
                texts.append(piece.text)
                continue
            texts.append(draft.text if piece.part else set_marks(piece.text, draft.text))
            flags |= draft.problems | ({Flag.TRUNCATED} if piece.truncated else set())
            steps += [step for step in draft.steps if step not in steps]
            log_probability += draft.score * draft.tokens
            count += draft.tokens
        text = join_drafts(plan.pieces, texts)
        if missing_spans(text, spans):
            flags.add(Flag.LOST)
        score = log_probability / count if count else None
        return self._translation(plan, text, flags=flags, score=score, steps=steps)

    def _translation(
        self,
        plan: _Planned,
        text: str,
        *,
        flags: set[Flag],
        score: float | None = None,
        error: str | None = None,
        steps: Sequence[Step] = (),
    ) -> Translation:
        made_by = Identity(self._model, NORMALISER, self._version)
        return Translation(
            plan.source, text, score, frozenset(flags), self._model, error, tuple(steps), made_by
        )


def _windows(texts: Iterable[str], largest: int) -> Iterator[list[str]]:
    """Yield texts in groups that double in size, so that the first results come soon.

    >>> [len(window) for window in _windows(["x"] * 100, 40)]
    [16, 32, 40, 12]
    """
    iterator = iter(texts)
    size = min(_FIRST_WINDOW, largest)
    while window := list(islice(iterator, size)):
        yield window
        size = min(2 * size, largest)
