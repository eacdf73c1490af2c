"""Terms from files and arguments are found in Arabic text and stand in drafts as wanted."""

from pathlib import Path

import pytest

from mt.english_forms import missing_phrases, pluralise, set_case
from mt.errors import FormatError, UnsafeFileError
from mt.glossary import Conflict, Term, make_glossary
from mt.glossary_files import parse_term, read_glossary, read_terms
from mt.loading import load_translator
from mt.pipeline import PipelineOptions
from mt.translation import Flag, Step

TABLE = Path(__file__).with_name("terms.tsv")
TBX_2008 = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1">
<langSet xml:lang="ar"><tig><term>التحالف الدولي</term></tig><tig><term>التحالف</term></tig></langSet>
<langSet xml:lang="en"><tig><term>alliance</term><termNote>deprecatedTerm-admn-sts</termNote></tig>
<tig><term>coalition</term></tig>
<tig><term>Global Coalition</term><termNote>preferredTerm-admn-sts</termNote></tig></langSet>
</termEntry></body></text></martif>"""
TBX_2019 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" xml:lang="en"><text><body>
<conceptEntry id="1"><langSec xml:lang="ar-LB"><termSec><term>داعش</term></termSec></langSec>
<langSec xml:lang="en-US"><termSec><term>ISIS</term></termSec></langSec></conceptEntry>
<conceptEntry id="2"><langSec xml:lang="ar"><termSec><term>بلا مقابل</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""


@pytest.mark.parametrize(
    ("content", "terms"),
    [
        (TBX_2008, [Term("التحالف الدولي", "Global Coalition"), Term("التحالف", "Global Coalition")]),
        (TBX_2019, [Term("داعش", "ISIS")]),
    ],
)
def test_tbx_of_both_generations_is_read(tmp_path: Path, content: str, terms: list[Term]) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(content, encoding="utf-8")
    assert list(read_terms(path)) == terms


def test_tbx_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>', encoding="utf-8")
    with pytest.raises(UnsafeFileError, match="entities"):
        read_terms(path)


def test_xml_that_is_no_tbx_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text("<html/>", encoding="utf-8")
    with pytest.raises(FormatError, match="its root is <html>"):
        read_terms(path)


@pytest.mark.parametrize("text", ["=ISIS", "داعش=", "", " "])
def test_half_a_term_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="write ARABIC=ENGLISH"):
        parse_term(text)


def test_forms_of_a_term_go_in_pairs() -> None:
    glossary = make_glossary([Term("مدرسة|مدارس", "school|schools")])
    assert [found.text for found in glossary.find("مدرستهم ومدارسنا والمدارس")] == [
        "their school",
        "and our schools",
        "and the schools",
    ]
    with pytest.raises(FormatError, match="2 forms"):
        make_glossary([Term("مدرسة|مدارس", "a|b|c")])


@pytest.mark.parametrize(
    ("term", "text", "english"),
    [
        (Term("منظمة", "group"), "المنظمات", ["the groups"]),
        (Term("منظمة دولية", "international group"), "منظمات دولية", ["international groups"]),
        (Term("وزير", "minister"), "وزيران", ["ministers"]),
        (Term("لبن", "milk"), "لبنان", []),
        (Term("سوري", "Syria"), "سوريون", []),
        (Term("لجنة", "committee"), "للجنة", ["to the committee"]),
        (Term("اللجنة", "Committee"), "للجنة", ["to the Committee"]),
        (Term("الداخلية", "الداخلية"), "والداخلية", ["and الداخلية"]),
    ],
)
def test_number_and_article_are_seen(term: Term, text: str, english: list[str]) -> None:
    assert [found.text for found in make_glossary([term]).find(text)] == english


@pytest.mark.parametrize(
    ("singular", "plural"),
    [("policy", "policies"), ("NGO", "NGOs"), ("woman", "women"), ("German", "Germans"), ("box", "boxes"),
     ("Person", "People"), ("right of return", "rights of return"), ("day", "days"), ("police", "police")],
)  # fmt: skip
def test_plural_of_english(singular: str, plural: str) -> None:
    assert pluralise(singular) == plural


def test_capitals_are_set_and_asked_for() -> None:
    assert set_case("Camp of isis", ["ISIS", "camp"]) == "Camp of ISIS"
    assert missing_phrases("isis", ["ISIS"]) == ("ISIS",)
    assert missing_phrases("A ceasefire and a ceasefire", ["ceasefire"] * 3) == ("ceasefire",)


def test_word_that_stays_is_in_the_draft_as_it_is() -> None:
    glossary = make_glossary([parse_term("الداخلية")])
    translator = load_translator(options=PipelineOptions(beam_size=1, glossary=glossary))
    (translation,) = translator.translate(["أعلنت الداخلية النتائج أمس."])
    assert translation.text.count("الداخلية") == 1
    assert not translation.flags - {Flag.UNTRANSLATED}
    assert Step.KEPT in translation.steps


def test_terms_stand_in_nearly_all_drafts_and_the_rest_is_flagged() -> None:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert len(rows) >= 100
    glossary = make_glossary(Term(row[0], row[1]) for row in rows)
    assert Conflict("داعش", ("ISIS", "Daesh")) in glossary.conflicts
    rows = [row for row in rows if row[1] != "Daesh"]
    translator = load_translator(options=PipelineOptions(beam_size=1, glossary=glossary))
    translations = list(translator.translate(row[3] for row in rows))
    missing = [t for row, t in zip(rows, translations, strict=True) if missing_phrases(t.text, [row[2]])]
    assert len(missing) <= 0.05 * len(rows), [(t.source, t.text) for t in missing]
    assert not [t.text for t in translations if Flag.LOST in t.flags and t not in missing]


def test_columns_are_read_as_before(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text('مدرسة|مدارس,"school|schools"\n', encoding="utf-8")
    assert read_glossary(path).terms == (Term("مدرسة|مدارس", "school|schools"),)
