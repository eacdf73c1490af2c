"""How far a source explains the words of a given target, as the model sees it.

After Thompson and Post 2020, "Automatic machine translation evaluation in many languages via
zero-shot paraphrasing", EMNLP, whose Prism scores a target with a translation model. Departure: the
gain of a word is its log probability given the source and the words before it, minus that of its
pieces in running text (Kudo 2018, "Subword regularization", ACL, section 3.2), so that a rare word
does not count as wrong. A word that the source makes no likelier is grammar, free wording, or not in
the source.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mt.arabic import normalise
from mt.engines.engine import Engine
from mt.tokenizer import Tokenizer

_WORD = re.compile(r"\S+")
_WORD_START = "\N{LOWER ONE EIGHTH BLOCK}"


@dataclass(frozen=True, slots=True)
class WordSupport:
    """One word of a target, as white space cuts it.

    Attributes:
        start: offset of its first character in the target, in code points.
        end: offset behind its last character.
        score: natural log probability of the word given source and the words before it, ≤ 0.
        gain: how much likelier it is here than in running text, in nats; may be negative.
    """

    start: int
    end: int
    score: float
    gain: float


def word_support(
    engine: Engine, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], *, most_tokens: int
) -> tuple[tuple[WordSupport, ...], ...]:
    """Measure how far sources explain the words of targets.

    Args:
        engine: of the model.
        tokenizer: of the same model.
        pairs: source and target texts as users have them.
        most_tokens: most tokens that the model can take on a side.

    Returns:
        The words of each target in order; no word for a pair that is too long or has an empty side,
        and where the target cannot be cut into the model's tokens word by word: nothing is known.
    """
    words = [[match.span() for match in _WORD.finditer(target)] for _, target in pairs]
    sources = [tokenizer.encode(normalise(source)) for source, _ in pairs]
    cut = [tokenizer.encode_target(target) for _, target in pairs]
    usable = [
        number
        for number, (source, tokens) in enumerate(zip(sources, cut, strict=True))
        if 1 < len(source) <= most_tokens
        and 0 < len(tokens) < most_tokens
        and sum(token.startswith(_WORD_START) for token in tokens) == len(words[number])
    ]
    targets = [cut[number] for number in usable]
    given = engine.token_scores([sources[number] for number in usable], targets)
    result: list[tuple[WordSupport, ...]] = [()] * len(pairs)
    for number, tokens, with_source in zip(usable, targets, given, strict=True):
        scores = [[0.0, 0.0] for _ in words[number]]
        word = -1
        priors = tokenizer.target_priors(tokens)
        for token, score, prior in zip(tokens, with_source, priors, strict=False):  # </s> is no word
            word += token.startswith(_WORD_START)
            scores[word][0] += score
            scores[word][1] += score - prior
        result[number] = tuple(
            WordSupport(start, end, score, gain)
            for (start, end), (score, gain) in zip(words[number], scores, strict=True)
        )
    return tuple(result)
