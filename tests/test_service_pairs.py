from pathlib import Path

import pytest

from mt.errors import InputError, MissingFileError
from service.pairs import find_pairs, match_files


def make(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text("x", "utf-8")
    return folder


def test_two_folders_are_paired_by_name(tmp_path: Path) -> None:
    articles = make(tmp_path / "ar", "b.txt", "a.ar.txt", ".hidden")
    references = make(tmp_path / "en", "a.en.txt", "b.md")
    pairs = find_pairs(articles, references)
    assert [(pair.name, pair.article.name, pair.reference.name) for pair in pairs] == [
        ("a", "a.ar.txt", "a.en.txt"),
        ("b", "b.txt", "b.md"),
    ]


def test_one_folder_is_paired_by_language(tmp_path: Path) -> None:
    folder = make(tmp_path, "a.ar.txt", "a.en.txt", "notes.txt", "a.report.html")
    assert [pair.name for pair in find_pairs(folder, folder)] == ["a"]


def test_a_file_without_counterpart_is_an_error(tmp_path: Path) -> None:
    articles = make(tmp_path / "ar", *(f"{name}.txt" for name in "abcdef"))
    references = make(tmp_path / "en", "a.txt")
    with pytest.raises(InputError, match=r"no counterpart in .*en for b\.txt, c\.txt, d\.txt and 2 more"):
        find_pairs(articles, references)


def test_two_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    articles = make(tmp_path / "ar", "a.1.txt", "a.2.txt")
    with pytest.raises(InputError, match=r"a\.1\.txt and a\.2\.txt .* have one name"):
        find_pairs(articles, make(tmp_path / "en", "a.txt"))


def test_no_pairs_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no pairs in"):
        find_pairs(make(tmp_path / "ar"), make(tmp_path / "en"))


def test_files_that_are_alone_are_all_named(tmp_path: Path) -> None:
    folder = make(tmp_path, "a.de.txt", "b.de.txt", "b.fr.txt", "c.fr.txt", "notes.txt")
    matches = match_files(folder, folder, languages=("de", "fr"))
    assert [pair.name for pair in matches.pairs] == ["b"]
    assert [path.name for path in matches.lone_articles] == ["a.de.txt"]
    assert [path.name for path in matches.lone_references] == ["c.fr.txt"]


def test_one_language_needs_two_folders(tmp_path: Path) -> None:
    folder = make(tmp_path, "a.en.txt", "b.en.txt")
    with pytest.raises(InputError, match="put them into two folders"):
        match_files(folder, folder, languages=("en", "en"))
