"""Names: people and places of the reference that the article does not have.

The names of the reference are its capitalised words, without those that Arabic translates
(`eval.names.english`). A name is answered by an Arabic word, or two together, that sounds like it
(`eval.names.sounds`), or by the same word in Latin letters. All beads of a document make one table
of names and their Arabic spellings: a name that is found elsewhere is surely missing where it is
not, one that Arabic hardly ever spells is not asked for, and a spelling of another name may stand
in its place. For review only, since Arabic has words of its own for some names.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span
from eval.names.english import WORD, Name, find_names, stems
from eval.names.sounds import Sounds, arabic_sounds, latin_sounds, likeness, make_sounds
from eval.phrases import PREFIXES
from eval.quantities.tokens import Token
from mt.arabic import matching_key

LIKENESS = 0.6
"""From here on two words are one name. Of 2,000 pairs of Wikidata's spellings 94 % reach it, of
2,000 pairs of different names 0.5 %."""
JOINED_LIKENESS = 0.8
"""The same for two words of the article together, of which there are many more."""
MIN_TIMES = 2
"""In so many places a word of the article has to answer a name before it may stand for another."""
_LONGEST_JOINED = 12
"""Sounds that two Arabic words may have together and be one name."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A name of the reference in a bead, and the word of the article that answers it, if any."""

    pair: CheckedPair
    sentence: Sentence
    name: Name
    answer: Span | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the words of one document sound like, so that each is taken apart once."""

    arabic: dict[str, tuple[Sounds, ...]] = field(default_factory=dict)
    latin: dict[str, tuple[Sounds, ...]] = field(default_factory=dict)

    def word(self, key: str) -> tuple[Sounds, ...]:
        """Give the sounds of a word of the article, with and without prefixes."""
        if key not in self.arabic:
            texts = {latin_sounds(key)} if key.isascii() else set(map(arabic_sounds, _bare(key)))
            self.arabic[key] = tuple(make_sounds(text) for text in sorted(texts) if text)
        return self.arabic[key]

    def name(self, name: Name) -> tuple[Sounds, ...]:
        """Give the sounds of a name, of what it may be derived from, and with the word before it."""
        key = name.before + name.key
        if key not in self.latin:
            forms = dict.fromkeys((*stems(name.key), key))
            made = (make_sounds(latin_sounds(form)) for form in forms)
            self.latin[key] = tuple(sounds for sounds in made if sounds.consonants)
        return self.latin[key]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word of the article and what it sounds like.

    Attributes:
        token: the word.
        forms: its sounds with and without prefixes.
        sentence: where it stands.
        adjoins: True where another word stands right before it.
    """

    token: Token
    forms: tuple[Sounds, ...]
    sentence: Sentence
    adjoins: bool


def find_name_errors(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each name of the reference, or names in a row, that the article has not.

    >>> reference = Sentence(0, "Then Secretary Pompeo spoke.")
    >>> pair = CheckedPair(0, (Sentence(0, "ثم تكلم الوزير كيري."),), (reference,))
    >>> [finding.message for finding in find_name_errors((pair,))]
    ['The reference names Pompeo; no word of the article sounds like it.']
    """
    paired = [pair for pair in pairs if not pair.is_null]
    common, known = _common_words(paired), _Known()
    asked = [item for pair in paired for item in _ask(pair, common, known)]
    answered = Counter(item.name.key for item in asked if item.answer is not None)
    missing = Counter(item.name.key for item in asked if item.answer is None)
    table = Counter(
        (matching_key(item.answer.text), item.name.key) for item in asked if item.answer is not None
    )
    spelt = {word: key for (word, key), times in table.items() if times >= MIN_TIMES}
    here: dict[int, set[str]] = {}
    for item in asked:
        here.setdefault(item.pair.bead, set()).add(item.name.key)
    mostly: dict[str, list[list[_Asked]]] = {}
    for run in _runs(asked):
        key = run[0].name.key
        if missing[key] > answered[key]:
            mostly.setdefault(key, []).append(run)
        else:
            yield _finding([run], _in_its_place(run[0].pair, spelt, here), known=True)
    for runs in mostly.values():
        yield _finding(runs, _in_its_place(runs[0][0].pair, spelt, here), known=False)


def _common_words(pairs: Sequence[CheckedPair]) -> frozenset[str]:
    """Collect what the English of the document, drafts included, also writes in lower case: no names."""
    texts = [sentence.text for pair in pairs for sentence in pair.reference]
    texts += [pair.draft for pair in pairs if pair.draft]
    return frozenset(match[0] for text in texts for match in WORD.finditer(text) if match[0].islower())


def _ask(pair: CheckedPair, common: frozenset[str], known: _Known) -> Iterator[_Asked]:
    heard: list[_Heard] | None = None
    for sentence in pair.reference:
        for name in find_names(sentence.text, common=common):
            sounds = known.name(name)
            if name.opens or not sounds:
                continue
            heard = _hear(pair.article, known) if heard is None else heard
            yield _Asked(pair, sentence, name, _answer(sounds, heard))


def _hear(sentences: Sequence[Sentence], known: _Known) -> list[_Heard]:
    return [
        _Heard(token, known.word(token.key), sentence, adjoins=number > 0 and before.kind == "word")
        for sentence in sentences
        for number, (before, token) in enumerate(pairwise(sentence.tokens[:1] + sentence.tokens))
        if token.kind == "word"
    ]


def _bare(key: str) -> set[str]:
    """Take from a word what Arabic writes before it."""
    return {
        key.removeprefix(prefix)
        for prefix in PREFIXES
        if key.startswith(prefix) and len(key) > len(prefix) + 1
    }


def _answer(sounds: tuple[Sounds, ...], heard: Sequence[_Heard]) -> Span | None:
    """Find the word that sounds like a name, or two words that do together."""
    texts = {name.text for name in sounds}
    for word in heard:
        if any(form.text in texts for form in word.forms):
            return word.sentence.span(word.token.start, word.token.end)
    for word in heard:
        if any(likeness(name, form, least=LIKENESS) for form in word.forms for name in sounds):
            return word.sentence.span(word.token.start, word.token.end)
    for before, word in pairwise(heard):
        if not word.adjoins:
            continue
        joined = (first.text + second.text for first in before.forms for second in word.forms)
        pieces = [make_sounds(text) for text in joined if len(text) <= _LONGEST_JOINED]
        if any(likeness(name, piece, least=JOINED_LIKENESS) for piece in pieces for name in sounds):
            return word.sentence.span(before.token.start, word.token.end)
    return None


def _runs(asked: Sequence[_Asked]) -> Iterator[list[_Asked]]:
    """Put missing names that stand side by side together."""
    run: list[_Asked] = []
    for item in asked:
        if item.answer is not None:
            continue
        near = (
            run
            and run[-1].sentence is item.sentence
            and item.sentence.text[run[-1].name.end : item.name.start] in {" ", "-"}
        )
        if run and not near:
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _in_its_place(
    pair: CheckedPair, table: Mapping[str, str], here: Mapping[int, set[str]]
) -> tuple[str, Span] | None:
    """Find a name of the table that the article of a bead has and its reference has not."""
    for sentence in pair.article:
        for token in sentence.tokens:
            other = table.get(token.key)
            if other is not None and other not in here[pair.bead]:
                return other, sentence.span(token.start, token.end)
    return None


def _finding(runs: list[list[_Asked]], other: tuple[str, Span] | None, *, known: bool) -> Finding:
    """Make one finding of all places that miss a name."""
    spans = tuple(run[0].sentence.span(run[0].name.start, run[-1].name.end) for run in runs)
    times = f" in {len(runs)} places" if len(runs) > 1 else ""
    message = f"The reference names {spans[0].text}{times}; no word of the article sounds like it."
    if other is not None:
        message = f"The reference names {spans[0].text}{times}, where the article names {other[0].title()}."
    elif known:
        message = f"The reference names {spans[0].text}, which the article spells elsewhere and not here."
    return Finding(
        "name",
        Severity.WARNING if known or other is not None else Severity.NOTICE,
        False,
        runs[0][0].pair.bead,
        message,
        article=() if other is None else (other[1],),
        reference=spans,
    )


CHECK = Check("name", "names of the reference that the article has not", find_name_errors)
