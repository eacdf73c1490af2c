"""What a check looks at: the sentences of one bead, or all of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.clauses import NO_GAPS, Gaps
from eval.finding import Finding, Span
from eval.quantities.arabic import read_arabic
from eval.quantities.english import read_english
from eval.quantities.quantity import Quantity
from eval.quantities.tokens import Token, tokenise
from mt.support import WordSupport


@dataclass(frozen=True)
class Sentence:
    """A sentence and its number, and what checks read from it.

    The tokens and numbers are read once, when the first check asks for them; that is why this
    value has no slots.

    Attributes:
        number: number of the sentence on its side, from 0.
        text: its characters, unchanged; spans of findings count in them.
    """

    number: int
    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Give the tokens."""
        return tuple(tokenise(self.text))

    @cached_property
    def arabic_numbers(self) -> tuple[Quantity, ...]:
        """Give the numbers, read as Arabic."""
        return tuple(read_arabic(self.text, self.tokens))

    @cached_property
    def english_numbers(self) -> tuple[Quantity, ...]:
        """Give the numbers, read as English."""
        return tuple(read_english(self.text, self.tokens))

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Give a piece of the sentence as evidence; all of it by default.

        >>> Sentence(3, "110 كلم").span(0, 3)
        Span(sentence=3, start=0, end=3, text='110')
        """
        end = len(self.text) if end is None else end
        return Span(self.number, start, end, self.text[start:end])


def span_in(sentences: Sequence[Sentence], start: int, end: int) -> Span:
    """Find the sentence of a stretch of sentences that are joined by a space each.

    A stretch that runs over the end of a sentence is cut there.

    >>> span_in((Sentence(4, "Yes."), Sentence(5, "We do.")), 5, 7)
    Span(sentence=5, start=0, end=2, text='We')
    """
    before = 0
    for sentence in sentences:
        if start < before + len(sentence.text):
            return sentence.span(start - before, min(end - before, len(sentence.text)))
        before += len(sentence.text) + 1
    raise IndexError(f"offset {start} is behind the last sentence; these sentences have {before - 1}")


@dataclass(frozen=True, slots=True)
class CheckedPair:
    """The two sides of one bead with their texts.

    Attributes:
        bead: index of the bead in the alignment, from 0.
        article: the Arabic sentences, in the order of the article; empty for an omission.
        reference: the English sentences, in the order of the reference; empty for an addition.
        draft: the model's English of the article side, or None where there is none.
        moved: True where the bead stands out of order on the reference's side.
        support: how far the article explains the words of the reference's sentences, joined by a space
            each; empty where no model was asked.
        gaps: clauses of either side that the other has not; none where no encoder was asked.
    """

    bead: int
    article: tuple[Sentence, ...]
    reference: tuple[Sentence, ...]
    draft: str | None = None
    moved: bool = False
    support: tuple[WordSupport, ...] = ()
    gaps: Gaps = NO_GAPS

    @property
    def is_null(self) -> bool:
        """True where one side is empty.

        >>> CheckedPair(0, (), (Sentence(0, "Good morning."),)).is_null
        True
        """
        return not self.article or not self.reference


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is called, how far to trust it, and the function itself.

    A check gets every pair of a document, in the order of the alignment, since many claims
    (omitted passages, names, terms, lengths) need the neighbours.

    Attributes:
        id: stable id, the `Finding.check` of its findings.
        title: what it looks for, in a few words.
        run: gives the findings of a document; pure, and lazy where it likes.
    """

    id: str
    title: str
    run: Callable[[tuple[CheckedPair, ...]], Iterable[Finding]]
