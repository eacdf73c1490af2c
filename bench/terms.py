"""Print how often the English of a term stands in the draft, with and without a glossary, and the chrF.

    bench/terms.py [tests/terms.tsv] [--model M] [--json]

A line of the table has a term, its English, the form that its draft must have, a sentence, and a
reference. Each sentence is translated with a glossary of all terms (of two that disagree, its own).
Exits 1 where fewer than 95 % of the terms are right or more than 0.5 chrF is lost.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from eval.metrics.scores import score_corpus
from mt.english_forms import missing_phrases
from mt.glossary import Term, make_glossary
from mt.loading import load_translator
from mt.pipeline import PipelineOptions
from mt.translation import Step, Translation

LEAST_ACCURACY = 0.95
MOST_LOST = 0.5
TABLE = Path(__file__).resolve().parent.parent / "tests" / "terms.tsv"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table."""

    term: Term
    form: str
    sentence: str
    reference: str


def read_lines(path: Path) -> list[Line]:
    """Read the table."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            source, target, form, sentence, reference = line.split("\t")
            lines.append(Line(Term(source, target), form, sentence, reference))
    return lines


def translate(lines: list[Line], *, model: str, glossary: bool) -> list[Translation]:
    """Translate the sentences; lines whose terms agree share a glossary."""
    groups: list[dict[str, Term]] = []
    members: list[list[int]] = []
    for index, line in enumerate(lines):
        for group, indices in zip(groups, members, strict=True):
            if group.get(line.term.source, line.term) == line.term:
                group[line.term.source] = line.term
                indices.append(index)
                break
        else:
            groups.append({line.term.source: line.term})
            members.append([index])
    found: dict[int, Translation] = {}
    for group, indices in zip(groups, members, strict=True):
        options = PipelineOptions(glossary=make_glossary(group.values()) if glossary else None)
        translator = load_translator(model, options=options)
        found |= zip(indices, translator.translate(lines[i].sentence for i in indices), strict=True)
    return [found[index] for index in range(len(lines))]


def accuracy(lines: list[Line], drafts: list[str]) -> float:
    """Give the share of drafts with the wanted form."""
    right = [not missing_phrases(draft, [line.form]) for line, draft in zip(lines, drafts, strict=True)]
    return sum(right) / len(right)


def main() -> int:
    """Parse the arguments, measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("table", type=Path, nargs="?", default=TABLE)
    parser.add_argument("--model", default="ar-en")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    lines = read_lines(arguments.table)
    references = [line.reference for line in lines]
    facts: dict[str, float] = {"lines": len(lines)}
    for name, glossary in (("without", False), ("with", True)):
        translations = translate(lines, model=arguments.model, glossary=glossary)
        drafts = [translation.text for translation in translations]
        chrf = next(s.value for s in score_corpus(drafts, [references]) if s.name == "chrF2")
        facts |= {f"accuracy_{name}": accuracy(lines, drafts), f"chrf_{name}": chrf}
        facts[f"cut_{name}"] = sum(Step.TERMS in translation.steps for translation in translations)
        for line, draft in zip(lines, drafts, strict=True) if glossary and not arguments.json else ():
            if missing_phrases(draft, [line.form]):
                print(f"wanted {line.form!r}: {line.sentence} → {draft}")
    print(json.dumps(facts, indent=2))
    lost = facts["chrf_without"] - facts["chrf_with"]
    return 0 if facts["accuracy_with"] >= LEAST_ACCURACY and lost <= MOST_LOST else 1


if __name__ == "__main__":
    sys.exit(main())
