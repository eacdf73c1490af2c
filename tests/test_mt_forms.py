"""The forms of Arabic and of mixed text that every stage must survive, from the table `forms.tsv`.

A line has a form, an input and what holds of its draft: `?` it ends as a question, `quotes` its
quotation marks come in pairs, `same` it is the input, `empty` it is empty, `marks` it has marks
only, `lines:N` it has N line ends, `num:N` it has the number, `has:X` it has the text, `keep:X` it
has it byte for byte and in this order. What holds of every draft is in the test.
"""

import re
import shlex
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from mt.arabic import count_arabic_letters, normalise
from mt.loading import load_translator
from mt.numbers_kept import lost_numbers
from mt.placeholders import missing_spans
from mt.suspicion import is_repeated
from mt.translation import Flag, Translation

TABLE = Path(__file__).with_name("forms.tsv")
ESCAPE = re.compile(r"\\N\{([^}]+)\}|\\([nrt])")
INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]"
)
ARABIC_MARKS = re.compile("[،؛؟«»ـ٪٫٬]")


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the table."""

    number: int
    form: str
    text: str
    holds: tuple[str, ...]

    def values(self, name: str) -> tuple[str, ...]:
        """Give what stands behind `name:` in the conditions."""
        return tuple(hold.removeprefix(f"{name}:") for hold in self.holds if hold.startswith(f"{name}:"))


def unescape(text: str) -> str:
    """Put characters in place of their names."""
    return ESCAPE.sub(
        lambda m: (
            unicodedata.lookup(m[1])
            if m[1] and m[1] not in {"NULL", "BELL"}
            else {"NULL": "\0", "BELL": "\a", "n": "\n", "r": "\r", "t": "\t"}[m[1] or m[2]]
        ),
        text,
    )


def read_cases() -> list[Case]:
    """Read the table."""
    cases = []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").split("\n"), 1):
        if line and not line.startswith("#"):
            form, text, *holds = line.split("\t")
            cases.append(Case(number, form, unescape(text), tuple(shlex.split(holds[0] if holds else ""))))
    return cases


CASES = read_cases()


@pytest.fixture(scope="module")
def drafts() -> dict[int, Translation]:
    """The drafts of all cases, made in one batch, by their line."""
    translations = load_translator().translate(case.text for case in CASES)
    return {case.number: translation for case, translation in zip(CASES, translations, strict=True)}


def complaints(case: Case, translation: Translation) -> list[str]:
    """Say what does not hold."""
    draft, kept = translation.text, case.values("keep")
    outside = draft
    for span in kept:
        outside = outside.replace(span, " ", 1)
    untouched = "same" in case.holds
    checks = {
        "failed": Flag.FAILED not in translation.flags,
        "lost": Flag.LOST not in translation.flags,
        "source changed": translation.source == case.text,
        "loop": is_repeated(case.text, draft) is False,
        "empty": bool(draft) != ("empty" in case.holds),
        "Arabic left": untouched or not count_arabic_letters(outside),
        "Arabic marks left": untouched or "marks" in case.holds or not ARABIC_MARKS.search(outside),
        "control leaked": not INVISIBLE.search(draft),
        "edges": untouched or draft == draft.strip(),
        "same": not untouched or draft == case.text,
        "question": "?" not in case.holds or draft.endswith("?"),
        "quotes": "quotes" not in case.holds or draft.count('"') % 2 == 0,
        "marks": "marks" not in case.holds or not re.search(r"\w", draft),
        "lines": all(draft.count("\n") == int(lines) for lines in case.values("lines")),
        "numbers": untouched or not lost_numbers(normalise(case.text), draft),
        "number": not [n for n in case.values("num") if lost_numbers(n, draft)],
        "has": all(text in draft for text in case.values("has")),
        "kept": not missing_spans(draft, kept),
        "kept once": all(draft.count(span) >= count for span, count in Counter(kept).items()),
    }
    return [name for name, holds in checks.items() if not holds]


def test_table_is_large_and_has_no_case_twice() -> None:
    assert len(CASES) >= 300
    assert len({case.text for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.form}-line-{case.number}")
def test_form_survives(case: Case, drafts: dict[int, Translation]) -> None:
    assert complaints(case, drafts[case.number]) == [], drafts[case.number].text
