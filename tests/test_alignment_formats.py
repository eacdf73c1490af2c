"""Reading and writing alignments."""

import pytest
from lxml import etree

from alignment.bead import Bead
from alignment.bitext import Bitext, check_coverage
from alignment.formats.beads import read_beads, write_beads
from alignment.formats.jsonl import read_jsonl, write_jsonl
from alignment.formats.tmx import read_tmx, write_tmx
from alignment.formats.tsv import HEADER, write_tsv
from mt.errors import FormatError

BITEXT = Bitext(
    source=("قال <نعم> & مضى.", "عنوان", "انتهى\tالآن"),
    target=("He said <yes>", "& left.", "It is over"),
    beads=(
        Bead((0,), (0, 1), 0.9, similarity=0.5),
        Bead((1,), (), 0.75),
        Bead((2,), (2,), 0.5, similarity=-0.25, moved=True),
    ),
)


def test_beads_come_back() -> None:
    assert [(b.source, b.target) for b in read_beads(write_beads(BITEXT.beads))] == [
        (b.source, b.target) for b in BITEXT.beads
    ]


@pytest.mark.parametrize("line", ["[0]", "0:1", "[a]:[1]", "[0 1]:[2]"])
def test_a_line_that_is_no_bead_is_named(line: str) -> None:
    with pytest.raises(FormatError, match="line 2"):
        read_beads(f"[0]:[0]\n{line}\n")


def test_json_lines_come_back() -> None:
    assert read_jsonl(write_jsonl(BITEXT)) == BITEXT.beads


@pytest.mark.parametrize("line", ["{", "[1]", '{"source_ids": [0]}'])
def test_a_line_of_json_that_is_no_bead_is_named(line: str) -> None:
    with pytest.raises(FormatError, match="line 1"):
        read_jsonl(line)


def test_tsv_has_a_field_for_each_column() -> None:
    lines = write_tsv(BITEXT).rstrip("\n").split("\n")
    assert len(lines) == 1 + len(BITEXT.beads)
    assert {line.count("\t") + 1 for line in lines} == {len(HEADER)}


def test_tmx_comes_back_without_nulls() -> None:
    units = read_tmx(write_tmx(BITEXT))
    assert [(u.source, u.target, u.confidence) for u in units] == [
        ("قال <نعم> & مضى.", "He said <yes> & left.", 0.9),
        ("انتهى\tالآن", "It is over", 0.5),
    ]


def test_tmx_says_what_it_cannot_hold() -> None:
    root = etree.fromstring(write_tmx(BITEXT).encode())
    assert root.get("version") == "1.4"
    assert [note.text for note in root.iter("note")] == [
        "sentences without counterpart that are left out: 1",
        "this passage stands in another order in the target text",
    ]


@pytest.mark.parametrize("text", ["", "no xml", "<html/>"])
def test_what_is_no_tmx_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="no TMX"):
        read_tmx(text)


@pytest.mark.parametrize(
    ("beads", "message"),
    [
        ((Bead((0,), (0,), 1.0), Bead((0,), (), 1.0)), "in two beads"),
        ((Bead((0,), (), 1.0),), "in no bead"),
        ((Bead((0, 5), (0,), 1.0),), "numbered from 0"),
    ],
)
def test_beads_that_do_not_cover_are_refused(beads: tuple[Bead, ...], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        check_coverage(beads, 1, 1)
