"""Make sources for English sentences by putting Arabic words in the place of English ones.

Text of the domain that exists in English only can teach the decoder its English, if the encoder
reads something like Arabic. Random aligned substitution (Lin et al. 2020, "mRASP", EMNLP) replaces
words by dictionary; departing from it, most of a sentence is replaced, the dictionary is partly
induced from the pairs themselves by the Dice coefficient of co-occurrence (Melamed 2000,
"Models of Translational Equivalence among Words", Computational Linguistics 26, section 4), and
the model reads the result as a source, not as a second target.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mt.training.pairs import Pair

_ENGLISH_WORD = re.compile(r"[A-Za-z](?:[A-Za-z'-]*[A-Za-z])?")
_ARABIC_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}")
_SHARES = (0.35, 0.7, 0.95)
_LONGEST_SOURCE = 30


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Arabic for English words, in lower case.

    Attributes:
        induced: words that stand in translated sentences together, the likeliest first.
        listed: entries of dictionaries.
        names: entries of lists of names.
        function_words: the commonest English words, which stay as they are.
    """

    induced: Mapping[str, Sequence[str]]
    listed: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    function_words: frozenset[str]


def induce_lexicon(
    pairs: Iterable[Pair],
    *,
    listed: Iterable[Pair] = (),
    names: Iterable[Pair] = (),
    least_dice: float = 0.22,
) -> Lexicon:
    """Learn which Arabic words go with which English ones.

    Args:
        pairs: translated sentences.
        listed: dictionary entries; those of one English word are used.
        names: names in both scripts; those of one English word are used.
        least_dice: least Dice coefficient, in [0, 1], of an induced entry.

    >>> twice = [Pair("وصل الوزير", "the minister arrived")] * 3 + [Pair("وصل الولد", "the boy arrived")] * 3
    >>> induce_lexicon(twice).induced["minister"][0]
    'الوزير'
    """
    together: Counter[tuple[str, str]] = Counter()
    arabic: Counter[str] = Counter()
    english: Counter[str] = Counter()
    for pair in pairs:
        source = set(_ARABIC_WORD.findall(pair.source))
        target = {word.lower() for word in _ENGLISH_WORD.findall(pair.target)}
        if len(source) <= _LONGEST_SOURCE:
            arabic.update(source)
            english.update(target)
            together.update((word, other) for word in target for other in source)
    scored: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (word, other), count in together.items():
        dice = 2 * count / (english[word] + arabic[other])
        if count >= 3 and dice >= least_dice:
            scored[word].append((dice, other))
    induced = {}
    for word, entries in scored.items():
        entries.sort(reverse=True)
        induced[word] = [other for dice, other in entries[:2] if dice > 0.6 * entries[0][0]]
    function_words = frozenset(word for word, _ in english.most_common(60))
    return Lexicon(induced, _single_words(listed), _single_words(names), function_words)


def _single_words(entries: Iterable[Pair]) -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if len(entry.target) > 2 and " " not in entry.target and entry.source.count(" ") <= 1:
            by_word[entry.target.lower()].append(entry.source)
    return dict(by_word)


def switch_words(sentence: str, lexicon: Lexicon, rng: random.Random) -> Pair:
    """Give an English sentence with a source of which many words are Arabic.

    Args:
        sentence: the English sentence.
        lexicon: where the Arabic comes from.
        rng: where chance comes from; it also chooses what share of the words to replace.

    >>> lexicon = Lexicon({"minister": ["وزير"]}, {}, {}, frozenset())
    >>> switch_words("The minister", lexicon, random.Random(3))
    Pair(source='The وزير', target='The minister')
    """
    share = rng.choice(_SHARES)

    def arabic_of(match: re.Match[str]) -> str:
        word = match.group(0)
        if word.lower() in lexicon.function_words or rng.random() > share:
            return word
        choices = _entries(word, lexicon, inside=match.start() > 0)
        if not choices:
            return word
        return choices[0] if rng.random() < 0.7 else rng.choice(choices)

    return Pair(_ENGLISH_WORD.sub(arabic_of, sentence), sentence)


def _entries(word: str, lexicon: Lexicon, *, inside: bool) -> Sequence[str]:
    """Give the Arabic of a word; capitalised words inside a sentence are names unless known otherwise."""
    key = word.lower()
    capitalised = word[0].isupper()
    if capitalised and inside and key in lexicon.names and key not in lexicon.induced:
        return lexicon.names[key]
    for entries in (lexicon.induced, lexicon.listed):
        if key in entries:
            return entries[key]
    if key.endswith("s") and key[:-1] in lexicon.induced:
        return lexicon.induced[key[:-1]]
    return lexicon.names.get(key, ()) if capitalised else ()
