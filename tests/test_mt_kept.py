"""What must come through does, terms stand as the glossary says, and faulty drafts are mended."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from mt.arabic import count_arabic_letters
from mt.engines.engine import Batch, Hypothesis
from mt.errors import FormatError
from mt.glossary import Conflict, Glossary, Term, make_glossary
from mt.glossary_files import read_glossary
from mt.loading import load_translator
from mt.models import find_checkpoint
from mt.pipeline import PipelineOptions, Translator
from mt.suspicion import is_repeated
from mt.tokenizer import Tokenizer
from mt.translation import NORMALISER, Flag, Step

KEPT = [
    "https://www.example.com/a_b?x=1&y=2",
    "info@example.org",
    "%s",
    "%(name)d",
    "{name}",
    "{{count}}",
    "$X",
    '<x id="1"/>',
    "<b>",
    "`git push --force`",
    "#COP28",
    "#لبنان_ينتفض",
    "@JohnKerry",
    "report_final.docx",
    "user_name_id",
    "IBM",
    "iPhone",
    "example.com",
    "C++",
    "F-16",
]
FRAMES = [
    "قال الوزير إن {} مهم جدا.",
    "{} هو ما طلبه الرئيس، ثم مضى.",
    "هل رأيت {}؟",
    "كتب «{}» في الرسالة و{} في الرد.",
    "وصل إلى {}\nثم عاد.",
]
TERMS = [
    Term("التحالف الدولي", "Global Coalition"),
    Term("داعش", "ISIS"),
    Term("مجلس الأمن", "Security Council"),
    Term("مدرسة", "school"),
]


@pytest.fixture(scope="module")
def translator() -> Translator:
    return load_translator(options=PipelineOptions(beam_size=1))


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return make_glossary(TERMS)


@pytest.mark.parametrize("frame", FRAMES)
def test_spans_come_through_byte_for_byte(translator: Translator, frame: str) -> None:
    texts = [frame.replace("{}", span) for span in KEPT]
    for span, translation in zip(KEPT, translator.translate(texts), strict=True):
        assert translation.text.count(span) == frame.count("{}"), translation
        assert translation.text.count('"') - span.count('"') * frame.count("{}") in {0, 2}
        assert translation.text.count("\n") == frame.count("\n")
        assert count_arabic_letters(translation.text) == count_arabic_letters(span) * frame.count("{}")
        assert ("؟" in frame) <= translation.text.endswith("?")
        assert translation.steps[0] == Step.KEPT
        assert not translation.flags & {Flag.LOST, Flag.FAILED}


def test_question_ends_as_one(translator: Translator) -> None:
    (translation,) = translator.translate(["هل حضر الوزير اجتماع التحالف؟"])
    assert translation.text.endswith("?")


def test_identity_is_on_every_result(translator: Translator) -> None:
    for translation in translator.translate(["نعم.", "", "OK", "نعم\ud800"]):
        assert translation.made_by is not None
        assert translation.made_by.model == translator.model
        assert translation.made_by.normaliser == NORMALISER
        assert translation.made_by.version


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("رحب بالتحالف الدولي أمس", ["in the Global Coalition"]),
        ("وللتحالف الدولي", ["and to the Global Coalition"]),
        ("هزيمة “داعش”.", ["ISIS"]),
        ("وداعش ومجلس الامن", ["and ISIS", "and Security Council"]),
        ("عقد مَجْلِس الأمــن جلسة", ["Security Council"]),
        ("مدرستهم", ["their school"]),
        ("وبمدرستها", ["and in her school"]),
        ("المدرسه", ["the school"]),
        ("مدرسون", []),
        ("التحالف وحده", []),
    ],
)
def test_terms_are_found_through_what_is_written_onto_them(
    glossary: Glossary, text: str, english: list[str]
) -> None:
    assert [found.text for found in glossary.find(text)] == english


def test_english_of_a_term_stands_in_the_draft(glossary: Glossary) -> None:
    translator = load_translator(options=PipelineOptions(beam_size=1, glossary=glossary))
    (translation,) = translator.translate(["عقد مجلس الأمن جلسة حول داعش في مدرستهم."])
    positions = [translation.text.find(term) for term in ("Security Council", "ISIS", "their school")]
    assert -1 < positions[0] < positions[1] < positions[2]
    assert Flag.LOST not in translation.flags


def test_glossary_files_are_read_and_conflicts_told(tmp_path: Path) -> None:
    tabs, commas = tmp_path / "a.tsv", tmp_path / "a.csv"
    tabs.write_text("# terms\nداعش\tISIS\n\nالداخلية\nداعش\tDaesh\n", encoding="utf-8")
    commas.write_text('داعش,"ISIS, or IS"\n', encoding="utf-8")
    assert read_glossary(tabs).terms == (Term("داعش", "ISIS"), Term("الداخلية", "الداخلية"))
    assert read_glossary(tabs).conflicts == (Conflict("داعش", ("ISIS", "Daesh")),)
    assert read_glossary(commas).terms == (Term("داعش", "ISIS, or IS"),)
    tabs.write_text("داعش\tISIS\tx\n", encoding="utf-8")
    with pytest.raises(FormatError, match="line 1: two columns"):
        read_glossary(tabs)


class Faulty:
    """Gives a bad target to a plain search, and a good one where n-grams are limited."""

    workers = 1

    def __init__(self, bad: Sequence[str], good: Sequence[str]) -> None:
        self.bad, self.good = tuple(bad), tuple(good)

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        tokens = self.good if batch.no_repeat_ngram else self.bad
        return [Hypothesis(tokens, -0.5, True) for _ in batch.sources]

    def score(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[float]:
        return [-0.5 for _ in sources]


def translate(bad: str, good: str, source: str) -> tuple[str, frozenset[Flag], tuple[Step, ...]]:
    engine = Faulty([f"▁{word}" for word in bad.split()], [f"▁{word}" for word in good.split()])
    tokenizer = Tokenizer(find_checkpoint("ar-en"))
    (found,) = Translator(engine, tokenizer, model="faulty", max_positions=512).translate([source])
    return found.text, found.flags, found.steps


@pytest.mark.parametrize("bad", ["the the the the the", "", "he قال yes", "he said yes " * 9])
def test_faulty_draft_is_decoded_again(bad: str) -> None:
    assert translate(bad, "he said yes", "قال الوزير نعم") == ("he said yes", frozenset(), (Step.LIMITS,))


def test_lost_number_is_put_in_as_it_stands() -> None:
    text, flags, steps = translate("he said", "he said", "قتل 25 شخصا")
    assert ("25" in text, flags, steps) == (True, frozenset(), (Step.NUMBERS,))


def test_loop_that_stays_is_cut_and_told() -> None:
    loop = "the man of the man of the man of the man of"
    text, flags, steps = translate(loop, loop, "قال الوزير نعم")
    assert not is_repeated("قال الوزير نعم", text)
    assert Flag.REPEATED in flags
    assert steps[-1] == Step.LOOP_CUT
