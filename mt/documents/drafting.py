"""From a document that was read to one that is in English."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mt.documents.document import Document, MarkedText
from mt.documents.projection import DraftedPiece, needed_phrases, project
from mt.documents.sentences import Piece, split_pieces, tidy_draft, to_english
from mt.errors import LengthMismatchError
from mt.translation import Translation

Translate = Callable[[Iterable[str]], Iterable[Translation]]
"""What turns Arabic texts into one translation each, in order."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The drafts of a document.

    Attributes:
        units: the source, as it was read.
        drafts: the draft of each unit, with its marks; a sentence that has no draft stays Arabic.
        sentences: the translations of the sentences, in reading order.
    """

    units: tuple[MarkedText, ...]
    drafts: tuple[MarkedText, ...]
    sentences: tuple[Translation, ...]


@dataclass(frozen=True, slots=True)
class _PlannedPiece:
    piece: Piece
    phrases: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """What a document needs of a translator.

    Attributes:
        units: the units of the document.
        texts: what to translate, in order: each sentence, and behind it the marked phrases in it.
    """

    units: tuple[MarkedText, ...]
    texts: tuple[str, ...]
    _pieces: tuple[tuple[_PlannedPiece, ...], ...]

    def finish(self, translations: Iterable[Translation]) -> Drafted:
        """Make the drafts of the units.

        Args:
            translations: one for each of `texts`, in order.

        Raises:
            LengthMismatchError: there are fewer or more translations than texts.
        """
        stream = iter(translations)
        sentences: list[Translation] = []
        drafts = tuple(
            project(unit, [_draft_piece(unit, planned, stream, sentences) for planned in pieces])
            for unit, pieces in zip(self.units, self._pieces, strict=True)
        )
        if next(stream, None) is not None:
            raise LengthMismatchError(f"more than {len(self.texts)} translations; give one for each text")
        return Drafted(self.units, drafts, tuple(sentences))


def plan_drafts(units: Sequence[MarkedText]) -> DraftPlan:
    """Find out what of the units goes to the translator.

    >>> plan_drafts([MarkedText("نعم. لا."), MarkedText("OK")]).texts
    ('نعم.', 'لا.')
    """
    texts: list[str] = []
    plan: list[tuple[_PlannedPiece, ...]] = []
    for unit in units:
        pieces = []
        for piece in split_pieces(unit):
            phrases = needed_phrases(unit, piece)
            if piece.translated:
                texts.append(unit.text[piece.start : piece.end])
                texts += (unit.text[start:end] for start, end in phrases)
            pieces.append(_PlannedPiece(piece, phrases))
        plan.append(tuple(pieces))
    return DraftPlan(tuple(units), tuple(texts), tuple(plan))


def translate_document(document: Document, translate: Translate) -> Drafted:
    """Draft all units of a document; `document.render(result.drafts)` then gives the file."""
    plan = plan_drafts(document.units)
    return plan.finish(translate(plan.texts))


def _draft_piece(
    unit: MarkedText, planned: _PlannedPiece, stream: Iterator[Translation], sentences: list[Translation]
) -> DraftedPiece:
    piece = planned.piece
    source = unit.text[piece.start : piece.end]
    if not piece.translated:
        return DraftedPiece(piece, to_english(source), {})
    try:
        translation = next(stream)
        phrases = {phrase: tidy_draft(next(stream).text) for phrase in planned.phrases}
    except StopIteration as error:
        raise LengthMismatchError("fewer translations than texts; give one for each text") from error
    sentences.append(translation)
    return DraftedPiece(piece, tidy_draft(translation.text) or source, phrases)
