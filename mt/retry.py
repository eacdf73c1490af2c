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
from mt.numbers_kept import NUMBER, lost_numbers, repair_numbers
from mt.placeholders import Protected
from mt.plan import Piece, cut_around, join_drafts
from mt.suspicion import cut_loops, is_out_of_proportion, is_repeated, is_untranslated
from mt.tokenizer import Tokenizer
from mt.translation import Flag, Step

Search = Callable[[Sequence[tuple[str, ...]]], list[Hypothesis | None]]
"""Decodes sources with n-best and n-gram limits; None for what could not be decoded."""

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
    """

    text: str
    score: float
    tokens: int
    problems: frozenset[Flag]
    steps: tuple[Step, ...] = ()


def find_problems(source: str, draft: str, *, finished: bool) -> frozenset[Flag]:
    """Check a draft against its source.

    >>> sorted(find_problems("قال نعم 5", "he said نعم", finished=True))
    [<Flag.LOST: 'lost'>, <Flag.UNTRANSLATED: 'untranslated'>]
    """
    signs = {
        Flag.TRUNCATED: not finished,
        Flag.REPEATED: is_repeated(source, draft),
        Flag.UNTRANSLATED: is_untranslated(source, draft),
        Flag.EMPTY: not draft,
        Flag.LOST: bool(lost_numbers(source, draft)),
        Flag.LENGTH: is_out_of_proportion(source, draft),
    }
    return frozenset(flag for flag, found in signs.items() if found)


def make_draft(piece: Piece, hypothesis: Hypothesis, tokenizer: Tokenizer) -> Draft:
    """Give the best draft of the hypotheses for a piece, checked; the first that has no fault."""
    best = _check(piece, hypothesis, tokenizer)
    for other in hypothesis.others if best.problems else ():
        draft = _check(piece, other, tokenizer)
        if _rank(draft) < _rank(best):
            best = replace(draft, steps=(Step.OTHER, *draft.steps))
        if not best.problems:
            break
    return best


def _check(piece: Piece, hypothesis: Hypothesis, tokenizer: Tokenizer) -> Draft:
    """Give the draft of one hypothesis, with its numbers put right where all of them can be."""
    text = tokenizer.decode(hypothesis.tokens)
    tokens = len(hypothesis.tokens) + hypothesis.finished
    problems = find_problems(piece.text, text, finished=hypothesis.finished)
    draft = Draft(text, hypothesis.score, tokens, problems)
    return _with_numbers(piece, draft)


def _with_numbers(piece: Piece, draft: Draft) -> Draft:
    """Put the numbers of a draft right, where none is then lost."""
    if Flag.LOST not in draft.problems:
        return draft
    text = repair_numbers(piece.text, draft.text)
    left = find_problems(piece.text, text, finished=Flag.TRUNCATED not in draft.problems)
    if Flag.LOST in left:
        return draft
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
    lost = frozenset({Flag.LOST})
    # A rung: what it is called, the drafts it is for, and how it cuts a piece for the search.
    rungs: list[tuple[Step, Callable[[Draft], bool], Callable[[Piece, Draft], list[Piece]]]] = [
        # Another search of the whole mends loops, and seldom numbers: 28 of 92 on FLORES.
        (Step.LIMITS, lambda draft: bool(draft.problems - lost), lambda piece, _: [piece]),
        (
            Step.NUMBERS,
            lambda draft: Flag.LOST in draft.problems,
            lambda piece, draft: _around(
                lost_numbers(piece.text, draft.text), piece, tokenizer, max_positions
            ),
        ),
        (
            Step.NUMBERS,
            lambda draft: Flag.LOST in draft.problems,
            lambda piece, _: _around(None, piece, tokenizer, max_positions),
        ),
        (
            Step.CLAUSES,
            lambda draft: bool(draft.problems),
            lambda piece, _: _clauses(piece, tokenizer, max_positions),
        ),
    ]
    climbed = [0] * len(best)
    while True:
        # All drafts climb at once, each to its own next rung, so that the searches are few and large.
        plans: dict[int, tuple[Step, list[Piece]]] = {}
        for index, draft in enumerate(best):
            while index not in plans and climbed[index] < len(rungs):
                step, can_mend, cut = rungs[climbed[index]]
                climbed[index] += 1
                parts = cut(pieces[index], draft) if can_mend(draft) else []
                if parts:
                    plans[index] = (step, parts)
        if not plans:
            break
        sources = list(dict.fromkeys(p.tokens for _, plan in plans.values() for p in plan if p.tokens))
        found = dict(zip(sources, search(sources) if sources else [], strict=True))
        for index, (step, plan) in plans.items():
            mended = _assemble(pieces[index], plan, found, tokenizer, step)
            if mended is not None and _rank(mended) < _rank(best[index]):
                best[index] = mended
    return [_without_loops(piece, draft) for piece, draft in zip(pieces, best, strict=True)]


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
    numbers: Collection[str] | None, piece: Piece, tokenizer: Tokenizer, max_positions: int
) -> list[Piece]:
    """Cut a piece around certain numbers, or around all."""
    spans = [
        Protected(*match.span(), match.group())
        for match in NUMBER.finditer(piece.text)
        if numbers is None or match.group().rstrip("%") in numbers
    ]
    return cut_around(
        piece.text, (0, len(piece.text)), kept=spans, tokenizer=tokenizer, max_positions=max_positions
    )


def _assemble(
    piece: Piece,
    plan: Sequence[Piece],
    found: dict[tuple[str, ...], Hypothesis | None],
    tokenizer: Tokenizer,
    step: Step,
) -> Draft | None:
    """Join the best drafts of the parts of a piece; None if one could not be decoded."""
    texts, log_probability, tokens, finished = list[str](), 0.0, 0, True
    for part in plan:
        if not part.tokens:
            texts.append(part.text)
            continue
        hypothesis = found[part.tokens]
        if hypothesis is None:
            return None
        chosen = make_draft(part, hypothesis, tokenizer)
        texts.append(chosen.text)
        finished = finished and Flag.TRUNCATED not in chosen.problems
        log_probability += chosen.score * chosen.tokens
        tokens += chosen.tokens
    text = join_drafts(plan, texts)
    problems = find_problems(piece.text, text, finished=finished)
    draft = Draft(text, log_probability / max(tokens, 1), tokens, problems, (step,))
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
    left = find_problems(piece.text, text, finished=Flag.TRUNCATED not in draft.problems)
    return replace(draft, text=text, problems=left | {Flag.REPEATED}, steps=(*draft.steps, Step.LOOP_CUT))
