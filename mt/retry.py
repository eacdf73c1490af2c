"""A draft that the checks find fault with is mended: decoded again, each time in another way.

The ladder: numbers that the model wrote wrongly are put right in place, which costs nothing; without
repeated n-grams, the best of several hypotheses by the checks; around numbers and terms, which are
put in as they stand; clause by clause. A rung takes the drafts that it can mend, and is kept where
it leaves fewer faults than the best so far. What is left at the top is cut (a loop) or flagged;
nothing is made up.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from mt.arabic import normalise
from mt.clauses import split_clauses
from mt.engines.engine import Hypothesis
from mt.english_forms import missing_phrases, set_case
from mt.glossary import FoundTerm
from mt.numbers_kept import NUMBER, english_number, lost_numbers, repair_numbers
from mt.placeholders import Protected
from mt.plan import Piece, capitalised, cut_around, join_drafts
from mt.suspicion import cut_loops, is_out_of_proportion, is_repeated, is_untranslated
from mt.tokenizer import Tokenizer
from mt.translation import Flag, Step

Search = Callable[[Sequence[tuple[str, ...]]], list[Hypothesis | None]]
"""Decodes sources with n-best and n-gram limits; None for what could not be decoded."""

_Cut = tuple[tuple[Step, ...], list[Piece]]
"""How a piece was cut, and the parts; no parts where there is nothing to cut."""

_SHORTEST_CLAUSE = 8
_MOST_CLAUSE_TOKENS = 24


@dataclass(frozen=True, slots=True)
class Draft:
    """What became of a piece.

    Attributes:
        text: the draft.
        score: mean natural log probability of a target token.
        tokens: how many target tokens.
        problems: what the checks find fault with.
        steps: what was done beyond one plain search.
        lead: by how much its score is above that of the next best hypothesis; 0 where there is none.
        searched: the source and target tokens of each search that it was put together from.
        alternatives: other drafts, the likeliest first.
        words: its words and their probabilities, where they were asked for.
    """

    text: str
    score: float
    tokens: int
    problems: frozenset[Flag]
    steps: tuple[Step, ...] = ()
    lead: float = 0.0
    searched: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    alternatives: tuple[str, ...] = ()
    words: tuple[tuple[str, float], ...] = ()


_Rung = tuple[Callable[[Draft], bool], Callable[[Piece, Draft], _Cut]]
"""Which drafts it is for, and how it cuts a piece for the search, with what that is called."""


def find_problems(source: str, draft: str, *, finished: bool, wanted: Sequence[str] = ()) -> frozenset[Flag]:
    """Check a draft against its source.

    Args:
        source: as the model read it.
        draft: what it made of it.
        finished: whether it ended the draft itself.
        wanted: English that the draft must have.

    >>> sorted(find_problems("قال نعم 5", "he said نعم", finished=True))
    [<Flag.LOST: 'lost'>, <Flag.UNTRANSLATED: 'untranslated'>]
    """
    signs = {
        Flag.TRUNCATED: not finished,
        Flag.REPEATED: is_repeated(source, draft),
        Flag.UNTRANSLATED: is_untranslated(source, draft),
        Flag.EMPTY: not draft,
        Flag.LOST: bool(lost_numbers(source, draft) or missing_phrases(draft, wanted)),
        Flag.LENGTH: is_out_of_proportion(source, draft),
    }
    return frozenset(flag for flag, found in signs.items() if found)


def make_draft(piece: Piece, hypothesis: Hypothesis, tokenizer: Tokenizer) -> Draft:
    """Give the best draft of the hypotheses for a piece, checked; the first that has no fault."""
    lead = hypothesis.score - hypothesis.others[0].score if hypothesis.others else 0.0
    best = replace(_check(piece, hypothesis, tokenizer), lead=lead)
    for other in hypothesis.others if best.problems else ():
        draft = _check(piece, other, tokenizer)
        if _rank(draft) < _rank(best):
            best = replace(draft, steps=(Step.OTHER, *draft.steps))
        if not best.problems:
            break
    return best


def _check(piece: Piece, hypothesis: Hypothesis, tokenizer: Tokenizer) -> Draft:
    """Give the draft of one hypothesis, with its numbers put right where all of them can be."""
    text = set_case(tokenizer.decode(hypothesis.tokens), piece.wanted)
    tokens = len(hypothesis.tokens) + hypothesis.finished
    problems = find_problems(piece.text, text, finished=hypothesis.finished, wanted=piece.wanted)
    searched = ((piece.tokens, hypothesis.tokens),)
    return _with_numbers(piece, Draft(text, hypothesis.score, tokens, problems, searched=searched))


def _with_numbers(piece: Piece, draft: Draft) -> Draft:
    """Put the numbers of a draft right, where none is then lost."""
    if Flag.LOST not in draft.problems:
        return draft  # which nearly all are
    text = repair_numbers(piece.text, draft.text)
    if text == draft.text or lost_numbers(piece.text, text):
        return draft
    finished = Flag.TRUNCATED not in draft.problems
    left = find_problems(piece.text, text, finished=finished, wanted=piece.wanted)
    return replace(draft, text=text, problems=left, steps=(*draft.steps, Step.DIGITS))


def mend(
    pieces: Sequence[Piece],
    drafts: Sequence[Draft],
    *,
    search: Search,
    tokenizer: Tokenizer,
    max_positions: int,
) -> list[Draft]:
    """Take the drafts with problems up the ladder; those without are given back as they are.

    Args:
        pieces: what was decoded.
        drafts: one for each.
        search: decodes with other limits.
        tokenizer: of the model.
        max_positions: longest source of the model in tokens.

    Returns:
        A draft for each piece, with no more problems than before.
    """
    best = list(drafts)
    rungs = _make_rungs(tokenizer, max_positions)
    climbed = [0] * len(best)
    while True:
        # All drafts climb at once, each to its own next rung, so that the searches are few and large.
        plans: dict[int, _Cut] = {}
        for index, draft in enumerate(best):
            while index not in plans and climbed[index] < len(rungs):
                can_mend, cut = rungs[climbed[index]]
                climbed[index] += 1
                steps, parts = cut(pieces[index], draft) if can_mend(draft) else ((), [])
                if parts:
                    plans[index] = (steps, parts)
        if not plans:
            break
        sources = list(dict.fromkeys(p.tokens for _, plan in plans.values() for p in plan if p.tokens))
        found = dict(zip(sources, search(sources) if sources else [], strict=True))
        for index, (steps, plan) in plans.items():
            mended = _assemble(pieces[index], plan, found, tokenizer, steps)
            if mended is not None and _rank(mended) < _rank(best[index]):
                best[index] = replace(mended, alternatives=best[index].alternatives)
    return [_without_loops(piece, draft) for piece, draft in zip(pieces, best, strict=True)]


def _make_rungs(tokenizer: Tokenizer, max_positions: int) -> list[_Rung]:
    lost = frozenset({Flag.LOST})
    return [
        # Another search of the whole mends loops, and seldom numbers: 28 of 92 on FLORES.
        (lambda draft: bool(draft.problems - lost), lambda piece, _: ((Step.LIMITS,), [piece])),
        (
            lambda draft: Flag.LOST in draft.problems,
            lambda piece, draft: _around(
                piece,
                [term for term in piece.terms if term.target in missing_phrases(draft.text, piece.wanted)],
                lost_numbers(piece.text, draft.text),
                tokenizer=tokenizer,
                max_positions=max_positions,
            ),
        ),
        (
            lambda draft: Flag.LOST in draft.problems,
            lambda piece, _: _around(
                piece, piece.terms, None, tokenizer=tokenizer, max_positions=max_positions
            ),
        ),
        (
            lambda draft: bool(draft.problems),
            lambda piece, _: ((Step.CLAUSES,), _clauses(piece, tokenizer, max_positions)),
        ),
    ]


def _clauses(piece: Piece, tokenizer: Tokenizer, max_positions: int) -> list[Piece]:
    limit = min(max(_SHORTEST_CLAUSE, (len(piece.tokens) + 1) // 2), _MOST_CLAUSE_TOKENS)
    spans = split_clauses(piece.text, limit, cost=tokenizer.count)
    if len(spans) < 2:
        return []
    parts: list[Piece] = []
    for start, end in spans:
        new = cut_around(piece.text, (start, end), kept=[], tokenizer=tokenizer, max_positions=max_positions)
        parts += [replace(new[0], separator=" "), *new[1:]] if new else []
    return parts


def _around(
    piece: Piece,
    terms: Sequence[FoundTerm],
    numbers: Collection[str] | None,
    *,
    tokenizer: Tokenizer,
    max_positions: int,
) -> _Cut:
    """Cut a piece around terms and around certain numbers, or all."""
    spans = [Protected(term.start, term.end, term.text) for term in terms]
    steps = [Step.TERMS] if terms else []
    for match in NUMBER.finditer(piece.text):
        inside = any(term.start < match.end() and match.start() < term.end for term in terms)
        if not inside and (numbers is None or match.group().rstrip("%") in numbers):
            spans.append(Protected(*match.span(), english_number(match.group())))
            steps += [Step.NUMBERS] if Step.NUMBERS not in steps else []
    if not spans:
        return (), []
    spans.sort(key=lambda span: span.start)
    parts = cut_around(
        piece.text, (0, len(piece.text)), kept=spans, tokenizer=tokenizer, max_positions=max_positions
    )
    return tuple(steps), [capitalised(parts[0]) if parts[0].span and not piece.part else parts[0], *parts[1:]]


def _assemble(
    piece: Piece,
    plan: Sequence[Piece],
    found: dict[tuple[str, ...], Hypothesis | None],
    tokenizer: Tokenizer,
    steps: tuple[Step, ...],
) -> Draft | None:
    """Join the best drafts of the parts of a piece; None if one could not be decoded."""
    texts, log_probability, tokens, finished = list[str](), 0.0, 0, True
    drafts: list[Draft] = []
    for part in plan:
        if not part.tokens:
            texts.append(part.text)
            continue
        hypothesis = found[part.tokens]
        if hypothesis is None:
            return None
        chosen = make_draft(part, hypothesis, tokenizer)
        drafts.append(chosen)
        texts.append(chosen.text)
        finished = finished and Flag.TRUNCATED not in chosen.problems
        log_probability += chosen.score * chosen.tokens
        tokens += chosen.tokens
    text = join_drafts(plan, texts)
    text = set_case(text, piece.wanted)
    problems = find_problems(piece.text, text, finished=finished, wanted=piece.wanted)
    draft = Draft(
        text,
        log_probability / max(tokens, 1),
        tokens,
        problems,
        steps,
        lead=min((draft.lead for draft in drafts), default=0.0),
        searched=tuple(pair for draft in drafts for pair in draft.searched),
    )
    return _with_numbers(piece, draft)


def _rank(draft: Draft) -> tuple[int, int]:
    """Order drafts by what is wrong with them; of equals the earlier one stays.

    What nobody can read or use is worse than what a reader can mend.
    """
    grave = draft.problems & {Flag.EMPTY, Flag.UNTRANSLATED, Flag.REPEATED}
    return len(grave), len(draft.problems)


def _without_loops(piece: Piece, draft: Draft) -> Draft:
    """Cut what a loop says again; the flag stays, since nobody knows what it stands for."""
    if Flag.REPEATED not in draft.problems:
        return draft
    text, rest = draft.text, ""
    while text != rest and is_repeated(piece.text, text):  # each turn makes it shorter
        text, rest = normalise(cut_loops(text)) or text, text
    finished = Flag.TRUNCATED not in draft.problems
    left = find_problems(piece.text, text, finished=finished, wanted=piece.wanted)
    return replace(draft, text=text, problems=left | {Flag.REPEATED}, steps=(*draft.steps, Step.LOOP_CUT))
