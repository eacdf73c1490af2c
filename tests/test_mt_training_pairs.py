import gzip
from pathlib import Path

import pytest

from mt.errors import FormatError, MissingFileError, TrainingDataError
from mt.memory.store import Memory
from mt.memory.unit import Unit
from mt.training.overlap import HeldOut
from mt.training.pairs import (
    DataFile,
    FilterOptions,
    Pair,
    keep_fit,
    parse_data_file,
    read_pairs,
    rejection,
)

LONG = "ذهب الولد إلى المدرسة مع أخته الصغيرة"


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (Pair("ذهب الولد", "The boy left"), None),
        (Pair("", "The boy left"), "empty"),
        (Pair("git commit", "git commit"), "copy"),
        (Pair("the boy left home", "The boy went"), "script of the source"),
        (Pair("ذهب الولد", "ذهب the ولد"), "script of the target"),
        (Pair(LONG, "He " * 60), "length ratio"),
        (Pair("نعم", "Yes, of course"), None),
        (Pair("ذهب " * 130, "went " * 130), "too long"),
    ],
)
def test_rejection_names_the_reason(pair: Pair, reason: str | None) -> None:
    assert rejection(pair, FilterOptions()) == reason


def test_keep_fit_counts_what_it_drops_across_files() -> None:
    seen: set[int] = set()
    first, dropped_first = keep_fit([Pair(LONG, "The boy went to school with his little sister")], seen=seen)
    again, dropped_again = keep_fit([*first, Pair("", "x")], seen=seen)
    assert (len(first), dict(dropped_first)) == (1, {})
    assert (again, dict(dropped_again)) == ([], {"duplicate": 1, "empty": 1})


@pytest.mark.parametrize(
    ("english", "dropped"),
    [
        ("He said that the boy WENT to school with his little sister.", {"held out": 1}),
        ("The boy went to town with his little sister", {}),
    ],
)
def test_a_pair_that_shares_eight_words_with_a_test_set_is_dropped(
    english: str, dropped: dict[str, int]
) -> None:
    held_out = HeldOut.of(test=["The boy went to school with his little sister"])
    assert dict(keep_fit([Pair(LONG, english)], held_out=held_out)[1]) == dropped


@pytest.mark.parametrize(("text", "covered"), [(LONG, True), (f"{LONG} أمس", False)])
def test_a_development_sentence_is_dropped_only_as_a_whole(text: str, covered: bool) -> None:
    assert HeldOut.of(development=[LONG]).covers(text) is covered


@pytest.mark.parametrize("text", ["a.tsv:heavy", "a.tsv:0", "a.tsv:-1"])
def test_a_weight_that_is_not_above_zero_is_an_error(text: str) -> None:
    with pytest.raises(TrainingDataError, match="must be a number above 0"):
        parse_data_file(text)


def test_a_colon_in_a_folder_is_not_a_weight() -> None:
    assert parse_data_file("2024:06/news.tsv") == DataFile(Path("2024:06/news.tsv"))


def test_tsv_is_read_plain_and_gzipped(tmp_path: Path) -> None:
    line = "كتابٌ جديد\tA new book\n"
    (tmp_path / "a.tsv").write_text(line, encoding="utf-8")
    with gzip.open(tmp_path / "b.tsv.gz", "wt", encoding="utf-8") as file:
        file.write(line)
    expected = [Pair("كتاب جديد", "A new book")]
    assert list(read_pairs(tmp_path / "a.tsv")) == expected
    assert list(read_pairs(tmp_path / "b.tsv.gz")) == expected


def test_a_line_without_a_tab_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("كتاب\tbook\nكتاب book\n", encoding="utf-8")
    with pytest.raises(FormatError, match="line 2: 1 fields"):
        list(read_pairs(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no such file"):
        list(read_pairs(tmp_path / "none.tsv"))


def test_tmx_units_with_both_languages_are_read(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(
        '<tmx version="1.4"><header/><body>'
        '<tu><tuv xml:lang="ar-EG"><seg>كتاب <ph>x</ph></seg></tuv>'
        '<tuv xml:lang="EN-us"><seg>book</seg></tuv></tu>'
        '<tu><tuv xml:lang="fr"><seg>livre</seg></tuv><tuv xml:lang="en"><seg>book</seg></tuv></tu>'
        "</body></tmx>",
        encoding="utf-8",
    )
    assert list(read_pairs(path)) == [Pair("كتاب", "book")]


def test_a_translation_memory_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "office.memory"
    with Memory(path, create=True) as memory:
        memory.add([Unit("كتابٌ جديد", "A new book")])
    assert list(read_pairs(path)) == [Pair("كتاب جديد", "A new book")]


def test_damaged_tmx_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text("<tmx><body><tu>", encoding="utf-8")
    with pytest.raises(FormatError, match="no whole TMX file"):
        list(read_pairs(path))
