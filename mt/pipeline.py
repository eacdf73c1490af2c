"""Texts in, one translation each out, in order: everything between a user's text and an engine."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice

from mt.arabic import normalise
from mt.decoding import Decoder, Outcome, Pending, SearchOptions
from mt.engines.engine import Engine
from mt.errors import EngineError
from mt.glossary import Glossary
from mt.marks import pair_quotes, set_marks
from mt.placeholders import missing_spans
from mt.plan import Piece, join_drafts, plan_pieces
from mt.retry import Draft
from mt.suspicion import is_untranslated
from mt.tokenizer import Tokenizer
from mt.translation import NORMALISER, Flag, Identity, Step, Translation

_FIRST_WINDOW = 16


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
        ahead = 2 if self._options.window > 1 else 1
        running: deque[tuple[list[_Planned], Pending]] = deque()
        search = SearchOptions(
            beam_size=self._options.beam_size,
            max_batch_tokens=self._options.max_batch_tokens,
            deterministic=self._options.deterministic,
            retry=self._options.retry,
        )
        decoder = Decoder(self._engine, self._tokenizer, max_positions=self._max_positions, options=search)
        try:
            for window in _windows(texts, self._options.window):
                planned = [self._plan(text) for text in window]
                pieces = [piece for plan in planned for piece in plan.pieces if piece.tokens]
                running.append((planned, decoder.begin(pieces)))
                if len(running) == ahead:
                    yield from self._finish(decoder, *running.popleft())
            while running:
                yield from self._finish(decoder, *running.popleft())
        finally:
            decoder.close()

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

    def _finish(
        self, decoder: Decoder, planned: Sequence[_Planned], pending: Pending
    ) -> Iterator[Translation]:
        outcomes = decoder.finish(pending)
        for plan in planned:
            yield self._join(plan, {p.text: outcomes[p.text] for p in plan.pieces if p.tokens})

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
        text = pair_quotes(normalise(plan.source), join_drafts(plan.pieces, texts), kept=spans)
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
