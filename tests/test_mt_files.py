"""Text files: UTF-8 or an error that says where and what to do."""

from pathlib import Path

import pytest

from mt.errors import EncodingError, MissingFileError, OutputError
from mt.files import check_writable, read_text, write_text_atomically


def test_text_comes_back_as_it_was_written(tmp_path: Path) -> None:
    text = "قال:\r\n«نعم»\n\n\N{RIGHT-TO-LEFT MARK}"
    write_text_atomically(tmp_path / "a.txt", text)
    assert read_text(tmp_path / "a.txt") == text
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + "نعم".encode())
    assert read_text(tmp_path / "a.txt") == "نعم"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("نعم\nلا".encode("utf-16"), r"line 1.*iconv -f UTF-16 "),
        ("نعم\nلا".encode("windows-1256"), r"line 1.*iconv -f windows-1256 "),
        ("نعم\n".encode() + b"\xff", r"byte 0xff in line 2"),
    ],
)
def test_other_encodings_are_an_error_that_says_where(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(EncodingError, match=message):
        read_text(tmp_path / "a.txt")


def test_missing_file_and_directory_are_errors(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no such file"):
        read_text(tmp_path / "absent.txt")
    with pytest.raises(MissingFileError, match="is a directory"):
        read_text(tmp_path)


def test_a_result_that_cannot_be_written_leaves_no_part(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        write_text_atomically(tmp_path, "نعم")
    with pytest.raises(OutputError, match="cannot write"):
        write_text_atomically(tmp_path / "absent" / "a.txt", "نعم")
    assert list(tmp_path.iterdir()) == []


def test_place_of_a_result_is_checked_before_the_work(tmp_path: Path) -> None:
    check_writable(tmp_path / "a.txt")
    with pytest.raises(OutputError, match="it is a directory"):
        check_writable(tmp_path)
    with pytest.raises(OutputError, match="there is no directory"):
        check_writable(tmp_path / "absent" / "a.txt")
