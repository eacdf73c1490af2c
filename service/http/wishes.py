"""How a request wants its texts translated, in a form that queues, caches and jobs can keep."""

import hashlib
import json
from dataclasses import dataclass

from mt.glossary import Term, make_glossary
from mt.pipeline import PipelineOptions
from service.http.work import Variant


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything that decides a draft, beside text and model.

    Attributes:
        beam_size: hypotheses kept at each step.
        terms: Arabic and English of the terms of a glossary.
    """

    beam_size: int = 4
    terms: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> str:
        """Give the wish as one line of JSON.

        >>> Wish(terms=(("داعش", "ISIS"),)).to_json()
        '{"beam_size": 4, "terms": [["داعش", "ISIS"]]}'
        """
        return json.dumps({"beam_size": self.beam_size, "terms": self.terms}, ensure_ascii=False)

    def to_variant(self) -> Variant:
        """Make what the scheduler takes.

        Raises:
            FormatError: a term lacks a side.
        """
        glossary = make_glossary(Term(*term) for term in self.terms) if self.terms else None
        key = hashlib.sha256(self.to_json().encode(errors="surrogatepass")).hexdigest()
        return Variant(key, PipelineOptions(beam_size=self.beam_size, glossary=glossary))


def wish_from_json(text: str) -> Wish:
    """Read what `Wish.to_json` wrote."""
    value = json.loads(text)
    return Wish(value["beam_size"], tuple((source, target) for source, target in value["terms"]))
