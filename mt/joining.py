"""From the drafts of the pieces of a text to its translation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mt.arabic import normalise
from mt.confidence import Estimator, Evidence
from mt.decoding import Outcome
from mt.english_forms import missing_phrases
from mt.errors import EngineError
from mt.marks import pair_quotes, set_marks
from mt.memory.unit import Match, MatchKind
from mt.placeholders import missing_spans
from mt.plan import Piece, join_drafts
from mt.retry import Draft
from mt.suspicion import is_repeated, is_untranslated
from mt.tokenizer import UNKNOWN
from mt.translation import Flag, Identity, Step, Translation, UnsureWord

UNSURE_BELOW = 0.25
"""Words of a lower probability are told as unsure."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A text and what is done with it.

    Attributes:
        source: the text.
        pieces: what is decoded, and what is kept.
        error: why it cannot be translated, or None.
        matches: what the memory has that is like it.
    """

    source: str
    pieces: tuple[Piece, ...]
    error: str | None = None
    matches: tuple[Match, ...] = ()

    @property
    def known(self) -> Match | None:
        """The match that stands for a draft, if there is one."""
        best = self.matches[0] if self.matches else None
        return best if best is not None and best.kind is not MatchKind.FUZZY else None


@dataclass(frozen=True, slots=True)
class JoinOptions:
    """What a translation has to say.

    Attributes:
        made_by: model, normaliser and version.
        calibration: what gives a confidence; None for none.
        min_confidence: drafts that are less sure are withheld; None for no such limit.
        alternatives: most other drafts.
        words: whether unsure words are told.
    """

    made_by: Identity
    calibration: Estimator | None = None
    min_confidence: float | None = None
    alternatives: int = 0
    words: bool = False


def join(plan: Planned, outcomes: dict[str, Outcome], options: JoinOptions) -> Translation:
    """Make the translation of a text from the outcomes of its pieces, by their texts."""
    errors = [str(outcome) for outcome in outcomes.values() if isinstance(outcome, EngineError)]
    if plan.error is not None or errors:
        return _translation(plan, "", options, flags={Flag.FAILED}, error=plan.error or errors[0])
    if plan.known is not None:
        return _translation(plan, plan.known.target, options, flags=set(), steps=(Step.MEMORY,))
    spans = tuple(piece.text for piece in plan.pieces if piece.span)
    if not outcomes and not spans:
        text = "".join(piece.text for piece in plan.pieces)
        flags = {Flag.UNTRANSLATED} if is_untranslated(plan.source, text) else set[Flag]()
        return _translation(plan, text, options, flags=flags)
    drafts = {text: draft for text, draft in outcomes.items() if isinstance(draft, Draft)}
    text = _join_texts(plan, [_shown(piece, drafts) for piece in plan.pieces], spans)
    flags = {flag for draft in drafts.values() for flag in draft.problems}
    flags |= {Flag.TRUNCATED} if any(piece.truncated for piece in plan.pieces) else set()
    flags |= {Flag.LOST} if missing_spans(text, spans) else set()
    tried = dict.fromkeys(step for draft in drafts.values() for step in draft.steps)
    used = [(piece, drafts[piece.text]) for piece in plan.pieces if piece.text in drafts]
    count = sum(draft.tokens for _, draft in used)
    score = sum(draft.score * draft.tokens for _, draft in used) / count if count else None
    confidence = None
    if options.calibration is not None and score is not None:
        evidence = gather_evidence(used, score=score, flags=len(flags), steps=len(tried))
        confidence = round(options.calibration.estimate(evidence), 4)
    steps = (*((Step.KEPT,) if spans else ()), *tried)
    if confidence is not None and confidence < (options.min_confidence or 0.0):
        flags |= {Flag.WITHHELD}
        return _translation(plan, "", options, flags=flags, score=score, steps=steps, confidence=confidence)
    return _translation(
        plan,
        text,
        options,
        flags=flags,
        score=score,
        steps=steps,
        confidence=confidence,
        unsure=tuple(_unsure_words(text, used)) if options.words else (),
        alternatives=_alternatives(plan, drafts, text, spans)[: options.alternatives],
    )


def gather_evidence(used: Sequence[tuple[Piece, Draft]], *, score: float, flags: int, steps: int) -> Evidence:
    """Say what is known about the drafts of the pieces of a text."""
    tokens = [token for piece, _ in used for token in piece.tokens]
    return Evidence(
        score=score,
        lead=min(draft.lead for _, draft in used),
        source_tokens=max(len(tokens), 1),
        target_tokens=max(sum(draft.tokens for _, draft in used), 1),
        source_words=max(sum(len(piece.text.split()) for piece, _ in used), 1),
        unknown=tokens.count(UNKNOWN) / max(len(tokens), 1),
        flags=flags,
        steps=steps,
        cuts=len(used) - 1,
    )


def _shown(piece: Piece, drafts: dict[str, Draft]) -> str:
    return drafts[piece.text].text if piece.text in drafts and piece.tokens else piece.text


def _join_texts(plan: Planned, texts: Sequence[str], spans: tuple[str, ...]) -> str:
    marked = [
        set_marks(piece.text, text) if piece.tokens and not piece.part else text
        for piece, text in zip(plan.pieces, texts, strict=True)
    ]
    return pair_quotes(normalise(plan.source), join_drafts(plan.pieces, marked), kept=spans)


def _alternatives(
    plan: Planned, drafts: dict[str, Draft], text: str, spans: tuple[str, ...]
) -> tuple[str, ...]:
    """Give other drafts of a text: with the next best drafts of all its pieces, and so on."""
    wanted = [phrase for piece in plan.pieces for phrase in piece.wanted]
    found: dict[str, None] = {}
    for rank in range(max((len(draft.alternatives) for draft in drafts.values()), default=0)):
        texts = []
        for piece in plan.pieces:
            others = drafts[piece.text].alternatives if piece.tokens else ()
            texts.append(others[rank] if rank < len(others) else _shown(piece, drafts))
        other = _join_texts(plan, texts, spans)
        good = not (
            is_repeated(plan.source, other) or missing_spans(other, spans) or missing_phrases(other, wanted)
        )
        if other and other != text and good:
            found[other] = None
    return tuple(found)


def _unsure_words(text: str, used: Sequence[tuple[Piece, Draft]]) -> Iterator[UnsureWord]:
    """Find the words that the model hardly chose in a draft; a word that was changed later is left out."""
    position = 0
    folded = text.casefold() if len(text.casefold()) == len(text) else text
    for _, draft in used:
        for word, probability in draft.words:
            bare = word.strip(" .,;:!?\"'()")
            start = folded.find(bare.casefold(), position) if bare else -1
            if start < 0:
                continue
            position = start + len(bare)
            if probability < UNSURE_BELOW:
                yield UnsureWord(start, position, round(probability, 4))


def _translation(
    plan: Planned,
    text: str,
    options: JoinOptions,
    *,
    flags: set[Flag],
    score: float | None = None,
    error: str | None = None,
    steps: Sequence[Step] = (),
    confidence: float | None = None,
    unsure: tuple[UnsureWord, ...] = (),
    alternatives: tuple[str, ...] = (),
) -> Translation:
    made_by = options.made_by
    return Translation(
        plan.source,
        text,
        score,
        frozenset(flags),
        made_by.model,
        error,
        tuple(steps),
        made_by,
        confidence,
        unsure,
        alternatives,
        plan.matches,
    )
