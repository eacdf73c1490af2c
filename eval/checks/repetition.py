"""Repetition: words that the article says twice in a row, and sentences that stand in it twice.

Translation models loop and editors paste twice. A repetition that the reference has as well is
rhetoric and no finding.
"""

from collections.abc import Iterator, Sequence

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span
from eval.quantities.tokens import Token

MAX_PHRASE = 8
"""The longest phrase, in words, whose immediate repetition is looked for."""
MIN_SENTENCE_WORDS = 6
"""Shorter sentences may stand in a text twice."""


def find_repetitions(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each repetition of the article that the reference does not share.

    >>> reference = Sentence(0, "The minister said yes")
    >>> pair = CheckedPair(0, (Sentence(0, "قال الوزير قال الوزير نعم"),), (reference,))
    >>> [finding.message for finding in find_repetitions((pair,))]
    ['The article says “قال الوزير” 2 times in a row.']
    """
    for pair in pairs:
        if any(_repeats(sentence.tokens) for sentence in pair.reference):
            continue
        for sentence in pair.article:
            tokens = sentence.tokens
            for first, length, times in _repeats(tokens):
                span = sentence.span(tokens[first].start, tokens[first + length * times - 1].end)
                phrase = sentence.text[tokens[first].start : tokens[first + length - 1].end]
                # One doubled word is a slip of the hand; a phrase or a loop is worse.
                severity = Severity.NOTICE if length == 1 and times == 2 else Severity.WARNING
                message = f"The article says “{phrase}” {times} times in a row."
                yield Finding("repetition", severity, False, pair.bead, message, article=(span,))
    yield from _repeated_sentences(pairs)


def _repeats(tokens: Sequence[Token]) -> list[tuple[int, int, int]]:
    """Find immediate repetitions of words: first token, tokens of the phrase, times."""
    keys = [token.key for token in tokens]
    found: list[tuple[int, int, int]] = []
    index = 0
    while index < len(keys):
        best = _repeat_at(keys, tokens, index)
        if best is None:
            index += 1
        else:
            found.append((index, *best))
            index += best[0] * best[1]
    return found


def _repeat_at(keys: list[str], tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    for length in range(1, MAX_PHRASE + 1):
        if keys[index + length : index + length + 1] != keys[index : index + 1]:
            continue  # the next phrase has to begin like this one
        phrase = keys[index : index + length]
        if any(token.kind != "word" for token in tokens[index : index + length]):
            continue
        times = 1
        while len(phrase) == length and keys[index + times * length : index + (times + 1) * length] == phrase:
            times += 1
        if times > 1:
            return length, times
    return None


def _repeated_sentences(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], tuple[Sentence, set[str]]] = {}
    for pair in pairs:
        reference = {" ".join(token.key for token in sentence.tokens) for sentence in pair.reference}
        for sentence in pair.article:
            keys = tuple(token.key for token in sentence.tokens if token.kind == "word")
            if len(keys) < MIN_SENTENCE_WORDS:
                continue
            if keys in seen and not seen[keys][1] & reference:
                spans: tuple[Span, ...] = (sentence.span(), seen[keys][0].span())
                message = "The article has this sentence twice."
                yield Finding("repetition", Severity.WARNING, False, pair.bead, message, article=spans)
            seen.setdefault(keys, (sentence, reference))


CHECK = Check("repetition", "words in a row or sentences that the article repeats", find_repetitions)
