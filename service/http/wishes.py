"""How a request wants its texts translated, in a form that queues, caches and jobs can keep."""

import hashlib
import json
from dataclasses import asdict, dataclass

from mt.glossary import Term, make_glossary
from mt.pipeline import PipelineOptions
from service.http.work import Variant


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything that decides a draft, beside text and model.

    Attributes:
        beam_size: hypotheses kept at each step.
        terms: Arabic and English of the terms of a glossary.
        alternatives: most other drafts of a text.
        min_confidence: drafts that are less sure are withheld; None for no such limit.
        words: whether to tell the words that the model hardly chose.
    """

    beam_size: int = 4
    terms: tuple[tuple[str, str], ...] = ()
    alternatives: int = 0
    min_confidence: float | None = None
    words: bool = False

    def to_json(self) -> str:
        """Give the wish as one line of JSON.

        >>> wish_from_json(Wish(terms=(("داعش", "ISIS"),)).to_json()).terms
        (('داعش', 'ISIS'),)
        """
        return json.dumps(asdict(self), ensure_ascii=False)

    def to_variant(self) -> Variant:
        """Make what the scheduler takes.

        Raises:
            FormatError: a term lacks a side.
        """
        glossary = make_glossary(Term(*term) for term in self.terms) if self.terms else None
        key = hashlib.sha256(self.to_json().encode(errors="surrogatepass")).hexdigest()
        options = PipelineOptions(
            beam_size=self.beam_size,
            glossary=glossary,
            alternatives=self.alternatives,
            min_confidence=self.min_confidence,
            words=self.words,
        )
        return Variant(key, options)


def wish_from_json(text: str) -> Wish:
    """Read what `Wish.to_json` wrote."""
    value = json.loads(text)
    return Wish(**{**value, "terms": tuple((source, target) for source, target in value["terms"])})
