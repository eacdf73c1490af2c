"""A memory finds what was translated before, keeps where it comes from, and lets several write."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mt.errors import FormatError, MissingFileError, UnsafeFileError
from mt.loading import load_translator
from mt.memory.store import Added, Memory
from mt.memory.tmx import read_tmx, tmx_chunks
from mt.memory.unit import MatchKind, Unit
from mt.pipeline import PipelineOptions
from mt.translation import Step

UNITS = [
    Unit("وصل وزير الخارجية إلى بيروت اليوم.", "The foreign minister arrived in Beirut today.", origin="a"),
    Unit("عقد مجلس الأمن جلسة حول سوريا.", "The Security Council held a session on Syria.", origin="b"),
    Unit("نعم", "Yes", None, "لا", origin="c", changed="2024-01-01T00:00:00Z"),
    Unit("نعم", "Indeed", "هل؟", "لا", origin="d", changed="2023-01-01T00:00:00Z"),
    Unit("نعم", "Aye", origin="e", changed="2025-01-01T00:00:00Z"),
]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    memory = Memory(tmp_path / "memory.db", create=True)
    memory.add(UNITS)
    return memory


def test_units_come_back_as_they_were_added(memory: Memory) -> None:
    assert [(u.source, u.target, u.origin, u.changed) for u in memory.units()] == [
        (u.source, u.target, u.origin, u.changed) for u in UNITS
    ]


def test_same_unit_is_kept_once_with_its_latest_origin(memory: Memory) -> None:
    again = Unit(UNITS[4].source, UNITS[4].target, origin="z", changed="2026-01-01T00:00:00Z")
    older = Unit(UNITS[4].source, UNITS[4].target, origin="y", changed="2020-01-01T00:00:00Z")
    assert memory.add([again, older, Unit(" ", "x"), Unit("x", "")]) == Added(new=0, known=2, empty=2)
    assert [u.origin for u in memory.units()] == ["a", "b", "c", "d", "z"]


@pytest.mark.parametrize(
    ("text", "score", "kind"),
    [
        (UNITS[0].source, 1.0, MatchKind.EXACT),
        ("وَصَلَ وزيرُ الخارجية إلى بيروت اليوم.", 1.0, MatchKind.EXACT),
        ("وصل وزير الخارجيه الى بيروت اليوم.", 0.99, MatchKind.EXACT),
        ("وصل وزير الدفاع إلى بيروت اليوم.", 0.86, MatchKind.FUZZY),
        ("ووصل وزير الخارجية إلى بيروت أمس.", 0.9, MatchKind.FUZZY),
    ],
)
def test_same_and_like_texts_are_found(memory: Memory, text: str, score: float, kind: MatchKind) -> None:
    best = memory.lookup(text)[0]
    assert (best.target, best.kind, best.origin) == (UNITS[0].target, kind, "a")
    assert best.score == pytest.approx(score, abs=0.04)
    assert best.score == 1.0 or score < 1.0


@pytest.mark.parametrize("text", ["انتهى الاجتماع.", "", "…", "قال"])
def test_other_texts_are_not(memory: Memory, text: str) -> None:
    assert memory.lookup(text) == ()


@pytest.mark.parametrize(
    ("previous", "following", "targets", "kind"),
    [
        (None, None, ["Aye", "Yes", "Indeed"], MatchKind.EXACT),
        ("هل؟", "لا", ["Indeed", "Yes", "Aye"], MatchKind.CONTEXT),
        (None, "لا", ["Yes", "Indeed", "Aye"], MatchKind.CONTEXT),
        ("كلا", "كلا", ["Aye", "Yes", "Indeed"], MatchKind.EXACT),
    ],
)
def test_neighbours_come_before_dates(
    memory: Memory, previous: str | None, following: str | None, targets: list[str], kind: MatchKind
) -> None:
    matches = memory.lookup("نعم", previous=previous, following=following)
    assert [match.target for match in matches] == targets
    assert matches[0].kind == kind


def test_limit_and_least_are_kept(memory: Memory) -> None:
    assert len(memory.lookup("نعم", limit=2)) == 2
    assert memory.lookup("وصل وزير الدفاع إلى بيروت اليوم.", least=0.95) == ()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(st.sampled_from("ابجوصل ة.؟\"'*1\N{ARABIC FATHA}\x00"), max_size=40))
def test_any_text_can_be_kept_and_is_found(memory: Memory, text: str) -> None:
    added = memory.add([Unit(text, "x")])
    assert sum((added.new, added.known, added.empty)) == 1
    matches = memory.lookup(text)
    assert added.empty or any(match.score == 1.0 and match.target == "x" for match in matches)


def test_tmx_round_trip_keeps_units_and_their_neighbours(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_bytes(b"".join(tmx_chunks(memory.units())))
    with Memory(tmp_path / "other.db", create=True) as other:
        assert other.add(read_tmx(path)) == Added(len(UNITS), 0, 0)
        assert list(other.units()) == list(memory.units())
        assert other.lookup("نعم", previous="هل؟", following="لا")[0].target == "Indeed"


def test_tmx_of_other_tools_is_read(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header/><body>'
        '<tu changedate="20240102T030405Z" changeid="ANNA">'
        '<prop type="x-context-pre">&lt;seg&gt;قبل&lt;/seg&gt;</prop>'
        '<tuv xml:lang="AR-LB"><seg>نعم<bpt i="1">&lt;b&gt;</bpt> '
        '<hi>جدا</hi><ept i="1">&lt;/b&gt;</ept></seg></tuv>'
        '<tuv xml:lang="en-GB"><seg>very yes</seg></tuv></tu>'
        '<tu><tuv lang="fr"><seg>oui</seg></tuv><tuv lang="en"><seg>yes</seg></tuv></tu>'
        "</body></tmx>",
        encoding="utf-8",
    )
    assert list(read_tmx(path)) == [Unit("نعم جدا", "very yes", "قبل", None, "ANNA", "2024-01-02T03:04:05Z")]


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        ("<tmx><body><tu>", FormatError, "no whole TMX"),
        ("<html/>", FormatError, "its root is <html>"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>', UnsafeFileError, "declares XML entities"),
        (
            '<tmx><body><tu><prop type="x-amana-previous">?</prop><tuv xml:lang="ar"><seg>ا</seg></tuv>'
            '<tuv xml:lang="en"><seg>a</seg></tuv></tu></body></tmx>',
            FormatError,
            "no hexadecimal number",
        ),
    ],
)
def test_unusable_tmx_is_an_error(tmp_path: Path, content: str, error: type[Exception], message: str) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=message):
        list(read_tmx(path))


def test_files_that_are_no_memory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="make one with"):
        Memory(tmp_path / "absent.db")
    text, foreign = tmp_path / "text.db", tmp_path / "foreign.db"
    text.write_text("no database " * 100)
    with pytest.raises(FormatError, match="no memory"):
        Memory(text)
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    with pytest.raises(FormatError, match="no memory of Amana"):
        Memory(foreign)


def write_many(path: Path, writer: int) -> Added:
    """Open a memory as another program does, and add units to it."""
    with Memory(path, create=True) as memory:
        return memory.add(
            Unit(f"جملة رقم {i} من الكاتب {writer if i % 2 else 0}", f"{i}") for i in range(1500)
        )


def test_several_programs_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        added = list(pool.map(write_many, [path] * 3, range(1, 4)))
    with Memory(path) as memory:
        assert sum(a.new for a in added) == memory.stats().units == 750 + 3 * 750
        assert sum(a.known for a in added) == 2 * 750
        assert memory.stats().sources == memory.stats().units
        assert memory.lookup("جملة رقم 77 من الكاتب 3")[0].score == 1.0


def test_known_text_is_not_decoded_and_like_text_is_told(memory: Memory) -> None:
    translator = load_translator(options=PipelineOptions(beam_size=1, memory=memory))
    texts = ["هل؟", "نعم", "لا", "نعم", UNITS[0].source.replace("اليوم", "أمس"), "انتهى الاجتماع."]
    found = list(translator.translate(texts))
    assert [t.source for t in found] == texts
    assert [t.text for t in found if Step.MEMORY in t.steps] == ["Indeed", "Aye"]
    assert [(t.score, t.confidence, t.flags) for t in found if Step.MEMORY in t.steps] == [
        (None, None, frozenset())
    ] * 2
    assert [match.kind for match in found[1].matches] == [
        MatchKind.CONTEXT,
        MatchKind.EXACT,
        MatchKind.EXACT,
    ]
    assert [match.target for match in found[4].matches] == [UNITS[0].target]
    assert found[4].text not in {"", UNITS[0].target}
    assert found[5].matches == ()


def test_one_line_at_a_time_is_not_kept_waiting_for_its_neighbour(memory: Memory) -> None:
    translator = load_translator(options=PipelineOptions(beam_size=1, memory=memory, window=1))
    lines = iter(["نعم", "لا"])
    stream = translator.translate(lines)
    assert next(stream).text == "Aye"
    assert next(lines) == "لا"
    stream.close()
