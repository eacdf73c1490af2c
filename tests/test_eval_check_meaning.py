"""The meaning check: what the article does not explain, with given supports and with the bundled model."""

from dataclasses import replace

import pytest

from eval.checks.meaning import SHOWN_SHARE, find_meaning
from eval.checks.pair import CheckedPair, Sentence
from mt.loading import load_translator
from mt.support import WordSupport


def pair(bead: int, reference: str, *gains: float, sentences: int = 1) -> CheckedPair:
    """Make a bead whose words have these gains."""
    words, start = [], 0
    for word, gain in zip(reference.split(" "), gains, strict=True):
        words.append(WordSupport(start, start + len(word), -3.0, gain))
        start += len(word) + 1
    texts = [reference] if sentences == 1 else reference.split(" | ")
    english = tuple(Sentence(10 * bead + number, text) for number, text in enumerate(texts))
    return CheckedPair(bead, (Sentence(bead, "نعم"),), english, support=tuple(words))


EXPLAINED = pair(0, "Ministers discussed trade today", 9.0, 9.0, 9.0, 9.0)
STRANGE = pair(1, "Ministers discussed horses yesterday", 5.0, 6.0, -2.0, 0.0)


def test_unexplained_words_are_the_evidence() -> None:
    (finding,) = find_meaning((EXPLAINED, STRANGE))
    assert [span.text for span in finding.reference] == ["horses", "yesterday"]
    assert (finding.bead, finding.gating) == (1, False)
    assert finding.message.endswith("“horses”, “yesterday”.")


def test_words_of_grammar_do_not_count() -> None:
    assert list(find_meaning((pair(0, "They would have been there", -5.0, -5.0, -5.0, -5.0, -5.0),))) == []


def test_the_span_is_in_the_sentence_that_has_the_word() -> None:
    text = "It rained. The horses left."
    words = [WordSupport(match, match + 6, -9.0, -1.0) for match in (3, 15)]
    two = CheckedPair(
        0,
        (Sentence(0, "نعم"),),
        (Sentence(4, "It rained."), Sentence(5, "The horses left.")),
        support=tuple(words),
    )
    (finding,) = find_meaning((two,))
    assert text[15:21] == "horses"
    assert [(span.sentence, span.text) for span in finding.reference] == [(4, "rained"), (5, "horses")]


def test_at_most_a_share_of_the_beads_is_flagged_the_worst_first() -> None:
    strange = [replace(STRANGE, bead=number) for number in range(20)]
    assert len(list(find_meaning(tuple(strange)))) == int(SHOWN_SHARE * 20)


def test_without_a_model_nothing_is_said() -> None:
    assert list(find_meaning((replace(STRANGE, support=()),))) == []


@pytest.mark.parametrize(
    ("reference", "flagged"),
    [("We ask every country to stand with us.", False), ("The orchestra sold violins to dentists.", True)],
)
def test_the_bundled_model_tells_right_from_wrong(reference: str, flagged: bool) -> None:
    article = "نطلب من كل بلد أن يقف معنا."
    (words,) = load_translator().support([(article, reference)])
    checked = CheckedPair(0, (Sentence(0, article),), (Sentence(0, reference),), support=words)
    assert bool(list(find_meaning((checked,)))) is flagged
