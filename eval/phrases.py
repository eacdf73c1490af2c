"""Find the phrases of a lexicon among the tokens of a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from eval.quantities.tokens import Token
from mt.arabic import matching_key

Meaning = TypeVar("Meaning")

CONJUNCTIONS = ("", "و", "ف")
"""What is written together with any Arabic word."""
PREFIXES = (*CONJUNCTIONS, "ب", "ل", "ك", "وب", "ول", "فب", "فل", "ال", "وال", "بال", "لل")
"""What is written together with Arabic nouns; particles do not have all of them."""


@dataclass(frozen=True, slots=True)
class Phrase(Generic[Meaning]):
    """A phrase in a sentence.

    Attributes:
        first: index of its first token.
        end: index behind its last token.
        meaning: what the lexicon says that it means.
    """

    first: int
    end: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Lexicon(Generic[Meaning]):
    """Phrases and what they mean, ready to be looked up.

    Attributes:
        phrases: the meaning of each phrase.
        firsts: the first words of the phrases, so that most tokens need one look.
        longest: words of the longest phrase.
    """

    phrases: Mapping[tuple[str, ...], Meaning]
    firsts: frozenset[str]
    longest: int


def lexicon(forms: Mapping[str, Meaning]) -> Lexicon[Meaning]:
    """Make a lexicon from written phrases; later ones win where two have the same key.

    >>> lexicon({"أكثر من": 1}).phrases
    mappingproxy({('اكثر', 'من'): 1})
    """
    phrases = {tuple(matching_key(form).split()): meaning for form, meaning in forms.items()}
    return Lexicon(
        MappingProxyType(phrases),
        frozenset(words[0] for words in phrases),
        max(map(len, phrases), default=0),
    )


def find_phrases(
    tokens: Sequence[Token], known: Lexicon[Meaning], *, prefixes: Sequence[str] = ("",)
) -> list[Phrase[Meaning]]:
    """Find the phrases of a lexicon, the longest at each place, without overlap.

    >>> from eval.quantities.tokens import tokenise
    >>> find_phrases(tokenise("بأكثر من 7"), lexicon({"أكثر من": "more"}), prefixes=PREFIXES)
    [Phrase(first=0, end=2, meaning='more')]

    Args:
        tokens: the tokens of a sentence.
        known: the phrases.
        prefixes: what may be written together with the first word; the empty prefix is one of them.

    Returns:
        The phrases in the order of the sentence.
    """
    found: list[Phrase[Meaning]] = []
    index = 0
    while index < len(tokens):
        phrase = _phrase_at(tokens, index, known, prefixes)
        if phrase is None:
            index += 1
        else:
            found.append(phrase)
            index = phrase.end
    return found


def _phrase_at(
    tokens: Sequence[Token], index: int, known: Lexicon[Meaning], prefixes: Sequence[str]
) -> Phrase[Meaning] | None:
    key = tokens[index].key
    firsts = [key[len(prefix) :] for prefix in prefixes if key.startswith(prefix)]
    firsts = [first for first in firsts if first in known.firsts]
    if not firsts:
        return None
    rest = tuple(token.key for token in tokens[index + 1 : index + known.longest])
    for length in range(len(rest), -1, -1):
        for first in firsts:
            words = (first, *rest[:length])
            if words in known.phrases:
                return Phrase(index, index + length + 1, known.phrases[words])
    return None
