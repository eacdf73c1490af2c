"""Terminology: one term of the reference that the article renders in several ways.

Without a glossary the document is its own authority. A word of the reference that comes back in many
beads mostly has one Arabic word that comes back with it; where the beads without that word share
another one, the term has two renderings. Association is measured as in Dice 1945, "Measures of the
amount of ecologic association between species", Ecology 26: twice the shared beads over all beads of
both words. With a glossary, a term that one side has and the other has not in its wording is found
as well. For review, since variation may be style.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span
from eval.names.english import WORD
from eval.phrases import PREFIXES
from eval.quantities.english_words import ENGLISH
from mt.clitics import PRONOUNS
from mt.glossary import Glossary

MIN_BEADS = 5
"""In so many beads a term has to stand before its renderings are compared."""
MIN_OTHER = 2
"""In so many beads the other rendering has to stand."""
LEAST_SHARE = 0.8
"""Share of the beads of a rendering that have the term, and of the beads of the term that have one of
both renderings."""
_MIN_LETTERS = 5
_MIN_ARABIC = 3
_PLURAL = "s"


def find_terms(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each term of the document that the article renders in two ways.

    >>> texts = [("التحالف هنا", "The coalition is")] * 3 + [("الائتلاف لنا", "The coalition is")] * 2
    >>> pairs = tuple(
    ...     CheckedPair(n, (Sentence(n, ar),), (Sentence(n, en),)) for n, (ar, en) in enumerate(texts)
    ... )
    >>> [finding.message for finding in find_terms(pairs)]
    ['The article renders “coalition” as “تحالف” (3 times) and as “ايتلاف” (2 times).']
    """
    paired = [pair for pair in pairs if not pair.is_null]
    english = _beads_by_word(paired, arabic=False)
    arabic = _beads_by_word(paired, arabic=True)
    by_bead: dict[int, set[str]] = defaultdict(set)
    for word, beads in arabic.items():
        for bead in beads:
            by_bead[bead].add(word)
    places = {pair.bead: pair for pair in paired}
    for term, beads in sorted(english.items(), key=lambda item: min(item[1])):
        is_term = len(beads) >= MIN_BEADS and term not in ENGLISH
        found = _renderings(beads, arabic, by_bead) if is_term else None
        if found is None:
            continue
        usual, other = found
        counts = [len(arabic[word] & beads) for word in found]
        at = min(arabic[other] & beads)
        yield Finding(
            "terminology",
            Severity.NOTICE,
            False,
            at,
            f"The article renders “{term}” as “{usual}” ({counts[0]} times) and as “{other}” "
            f"({counts[1]} times).",
            article=_spans(places, arabic[other] & beads, other, arabic=True),
            reference=_spans(places, arabic[other] & beads, term, arabic=False),
        )


def _renderings(
    beads: set[int], arabic: Mapping[str, Set[int]], by_bead: Mapping[int, Set[str]]
) -> tuple[str, str] | None:
    """Find the usual Arabic word of a term, and the one that stands where that is missing."""
    together = Counter(word for bead in beads for word in by_bead.get(bead, ()))
    likely = [word for word, count in together.items() if count >= LEAST_SHARE * len(arabic[word])]
    if not likely:
        return None
    usual = max(
        likely, key=lambda word: (2 * together[word] / (len(beads) + len(arabic[word])), len(word), word)
    )
    forms = [word for word in together if word == usual or _same_root(word, usual)]
    rest = beads.difference(*(arabic[word] for word in forms))
    others = [
        word for word in likely if len(arabic[word] & rest) >= MIN_OTHER and not arabic[word] & arabic[usual]
    ]
    if together[usual] < MIN_OTHER or not others:
        return None
    other = max(others, key=lambda word: (len(arabic[word] & rest), len(word), word))
    covered = (arabic[usual] | arabic[other]) & beads
    return (usual, other) if len(covered) >= LEAST_SHARE * len(beads) else None


def _same_root(first: str, second: str) -> bool:
    """Say whether two words may be forms of one: a plural, the other gender, an adjective.

    >>> _same_root("مدرسه", "مدارس"), _same_root("تحالف", "ايتلاف")
    (True, False)
    """
    one, other = sorted(("".join(sorted(word.translate(_WEAK))) for word in (first, second)), key=len)
    return one == other or first[1:] == second or second[1:] == first


_WEAK = str.maketrans("", "", "اويهتن")
"""Letters that inflection adds or changes, deleted."""


def glossary_check(glossary: Glossary) -> Check:
    """Give the check of a document against a glossary."""
    return Check(
        "terminology",
        "terms of the glossary that one side has and the other has not",
        lambda pairs: _against_glossary(pairs, glossary),
    )


def _against_glossary(pairs: tuple[CheckedPair, ...], glossary: Glossary) -> Iterator[Finding]:
    by_target: dict[str, list[str]] = defaultdict(list)
    for term in glossary.terms:
        by_target[_english_key(term.target)].append(term.source)
    for pair in pairs:
        if pair.is_null:
            continue
        reference = f" {_english_key(' '.join(sentence.text for sentence in pair.reference))} "
        found = [(sentence, hit) for sentence in pair.article for hit in glossary.find(sentence.text)]
        spoken = [f" {_english_key(hit.text)} " for _, hit in found]
        for target, sources in by_target.items():
            wanted = f" {target} "
            in_article = [place for place, text in zip(found, spoken, strict=True) if wanted in text]
            if (wanted in reference) == bool(in_article):
                continue
            if in_article:
                sentence, hit = in_article[0]
                span = sentence.span(hit.start, hit.end)
                message = f"The article says “{span.text}”, for which the reference has no “{target}”."
                yield Finding("terminology", Severity.WARNING, False, pair.bead, message, article=(span,))
            else:
                listed = " or ".join(f"“{source}”" for source in sources)
                message = f"The reference says “{target}”, for which the article has no {listed}."
                yield Finding(
                    "terminology",
                    Severity.WARNING,
                    False,
                    pair.bead,
                    message,
                    reference=tuple(sentence.span() for sentence in pair.reference),
                )


def _english_key(text: str) -> str:
    return " ".join(match[0].casefold() for match in WORD.finditer(text))


def _beads_by_word(pairs: list[CheckedPair], *, arabic: bool) -> dict[str, set[int]]:
    beads: dict[str, set[int]] = defaultdict(set)
    for pair in pairs:
        for sentence in pair.article if arabic else pair.reference:
            for token in sentence.tokens:
                if token.kind == "word":
                    beads[token.key].add(pair.bead)
    stems: dict[str, set[int]] = defaultdict(set)
    for word, places in beads.items():
        stem = _stem(word, arabic=arabic)
        if stem is not None:
            stems[stem] |= places
    return stems


def _stem(key: str, *, arabic: bool) -> str | None:
    """Take the letters that are written onto a word away; None for words too short to be a term."""
    if not arabic:
        key = key.removesuffix("'s")
        return key.removesuffix(_PLURAL) if len(key) >= _MIN_LETTERS and key.isalpha() else None
    for prefix in _BY_LENGTH:
        if key.startswith(prefix) and len(key) - len(prefix) >= _MIN_ARABIC:
            key = key.removeprefix(prefix)
            break
    for suffix in _PRONOUNS:
        if key.endswith(suffix) and len(key) - len(suffix) > _MIN_ARABIC:
            key = key.removesuffix(suffix)
            break
    return key if len(key) >= _MIN_ARABIC else None


_BY_LENGTH = tuple(sorted({*PREFIXES, "فال", "كال", "ولل"} - {"", "ف", "ك"}, key=len, reverse=True))
_PRONOUNS = tuple(suffix for suffix in sorted(PRONOUNS, key=len, reverse=True) if len(suffix) > 1)


def _spans(
    places: Mapping[int, CheckedPair], beads: Set[int], word: str, *, arabic: bool
) -> tuple[Span, ...]:
    spans = []
    for bead in sorted(beads):
        sentences: tuple[Sentence, ...] = places[bead].article if arabic else places[bead].reference
        for sentence in sentences:
            spans += [
                sentence.span(token.start, token.end)
                for token in sentence.tokens
                if token.kind == "word" and _stem(token.key, arabic=arabic) == word
            ]
    return tuple(spans)


CHECK = Check("terminology", "terms that the article renders in several ways", find_terms)
