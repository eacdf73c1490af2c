"""Texts in, one translation each out, in order: everything between a user's text and an engine."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain, islice
from typing import Protocol

from mt.confidence import Estimator
from mt.decoding import Decoder, Pending, SearchOptions
from mt.engines.engine import Engine
from mt.errors import InputError, ModelError
from mt.glossary import Glossary
from mt.joining import JoinOptions, Planned, join
from mt.memory.unit import Match
from mt.plan import plan_pieces
from mt.support import WordSupport, word_support
from mt.tokenizer import Tokenizer
from mt.translation import NORMALISER, Identity, Translation

MOST_ALTERNATIVES = 8
_FIRST_WINDOW = 16


class Lookup(Protocol):
    """What a translator asks a translation memory; `mt.memory.store.Memory` is one."""

    def lookup(
        self, text: str, *, previous: str | None, following: str | None, least: float
    ) -> tuple[Match, ...]:
        """Find units that are like a text, the best first."""
        ...


@dataclass(frozen=True, slots=True)
class PipelineOptions:
    """How texts are cut, grouped and decoded.

    Attributes:
        beam_size: hypotheses kept at each step; 1 is about three times as fast as 4, and worse.
        deterministic: decode every sentence by itself, so that not even rounding depends on the
            other texts; several times slower.
        split_sentences: decode the sentences of a text one by one, as models were trained.
        max_batch_tokens: most source tokens of a batch, padding counted.
        window: most texts that are read ahead, to find sentences of like length among them.
        retry: take a draft that the checks find fault with up the ladder of `mt.retry`.
        glossary: terms that stand in the drafts as it says.
        memory: what was translated before: the same text is not decoded again.
        least_match: lowest score of a match of the memory that is told.
        min_confidence: drafts that are less sure are withheld, in [0, 1]; None for no such limit.
        alternatives: most other drafts of a text, at most `MOST_ALTERNATIVES`; the beam is as wide.
        words: tell the words that the model hardly chose; costs another pass over the drafts.
    """

    beam_size: int = 4
    deterministic: bool = False
    split_sentences: bool = True
    max_batch_tokens: int = 1024
    window: int = 512
    retry: bool = True
    glossary: Glossary | None = None
    memory: Lookup | None = None
    least_match: float = 0.7
    min_confidence: float | None = None
    alternatives: int = 0
    words: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A text between its neighbours."""

    text: str
    previous: str | None
    following: str | None


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
        calibration: Estimator | None = None,
    ) -> None:
        """Join an engine and the tokenizer of its model.

        Args:
            engine: decodes.
            tokenizer: of the same model.
            model: identity of the model, kept in each translation.
            max_positions: longest source of the model in tokens.
            options: how to decode; None for the defaults.
            calibration: what gives drafts of this model a confidence; None for none.

        Raises:
            InputError: more alternatives are wanted than there can be.
            ModelError: a least confidence is wanted of a model without calibration.
        """
        self._engine = engine
        self._tokenizer = tokenizer
        self._model = model
        self._max_positions = max_positions
        self._options = options or PipelineOptions()
        if not 0 <= self._options.alternatives <= MOST_ALTERNATIVES:
            raise InputError(
                f"{self._options.alternatives} alternatives are not possible; "
                f"ask for 0 to {MOST_ALTERNATIVES}"
            )
        if self._options.min_confidence is not None and calibration is None:
            raise ModelError(
                f"{model} has no calibrated confidence, so no draft can be withheld for lack of it; leave "
                "the least confidence out, or calibrate the model with: bench/confidence.py"
            )
        self._join_options = JoinOptions(
            Identity(model, NORMALISER, version("amana")),
            calibration,
            self._options.min_confidence,
            self._options.alternatives,
            self._options.words,
        )

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
        running: deque[tuple[list[Planned], Pending]] = deque()
        search = SearchOptions(
            beam_size=self._options.beam_size,
            max_batch_tokens=self._options.max_batch_tokens,
            deterministic=self._options.deterministic,
            retry=self._options.retry,
            alternatives=self._options.alternatives,
            words=self._options.words,
        )
        # Reading one text on, for its neighbour, would keep a person waiting who types line by line.
        ahead_by_one = self._options.memory is not None and self._options.window > 1
        decoder = Decoder(self._engine, self._tokenizer, max_positions=self._max_positions, options=search)
        try:
            for window in _windows(_with_neighbours(texts, look_ahead=ahead_by_one), self._options.window):
                planned = [self._plan(text) for text in window]
                pieces = [piece for plan in planned for piece in plan.pieces if piece.tokens]
                running.append((planned, decoder.begin(pieces)))
                if len(running) == ahead:
                    yield from self._finish(decoder, *running.popleft())
            while running:
                yield from self._finish(decoder, *running.popleft())
        finally:
            decoder.close()

    def support(self, pairs: Sequence[tuple[str, str]]) -> tuple[tuple[WordSupport, ...], ...]:
        """Measure how far Arabic texts explain the words of given English, as `word_support` says.

        Args:
            pairs: Arabic and English.

        Raises:
            EngineError: the engine failed.
        """
        return word_support(self._engine, self._tokenizer, pairs, most_tokens=self._max_positions - 1)

    def _plan(self, text: _Text) -> Planned:
        matches: tuple[Match, ...] = ()
        try:
            text.text.encode()
            if self._options.memory is not None:
                matches = self._options.memory.lookup(
                    text.text,
                    previous=text.previous,
                    following=text.following,
                    least=self._options.least_match,
                )
            plan = Planned(text.text, (), matches=matches)
            if plan.known is not None:
                return plan
            pieces = plan_pieces(
                text.text,
                self._tokenizer,
                max_positions=self._max_positions,
                split_sentences=self._options.split_sentences,
                glossary=self._options.glossary,
            )
        except UnicodeEncodeError as error:
            reason = f"not a Unicode text: {error.reason} at character {error.start}"
            return Planned(text.text, (), reason)
        return Planned(text.text, pieces, matches=matches)

    def _finish(self, decoder: Decoder, planned: list[Planned], pending: Pending) -> Iterator[Translation]:
        outcomes = decoder.finish(pending)
        for plan in planned:
            found = {piece.text: outcomes[piece.text] for piece in plan.pieces if piece.tokens}
            yield join(plan, found, self._join_options)


def _with_neighbours(texts: Iterable[str], *, look_ahead: bool) -> Iterator[_Text]:
    """Yield texts with the one before and, by reading one on, the one behind.

    >>> [(text.previous, text.following) for text in _with_neighbours("ab", look_ahead=True)]
    [(None, 'b'), ('a', None)]
    """
    previous: str | None = None
    if not look_ahead:
        for text in texts:
            yield _Text(text, previous, None)
            previous = text
        return
    current: str | None = None
    for following in chain(texts, (None,)):
        if current is not None:
            yield _Text(current, previous, following)
            previous = current
        current = following


def _windows(texts: Iterable[_Text], largest: int) -> Iterator[list[_Text]]:
    """Yield texts in groups that double in size, so that the first results come soon.

    >>> [len(window) for window in _windows([_Text("x", None, None)] * 100, 40)]
    [16, 32, 40, 12]
    """
    iterator = iter(texts)
    size = min(_FIRST_WINDOW, largest)
    while window := list(islice(iterator, size)):
        yield window
        size = min(2 * size, largest)
