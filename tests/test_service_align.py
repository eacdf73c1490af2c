"""`amana align` from the shell."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ARABIC = "ارتفعت أسعار النفط يوم الثلاثاء.\nلم يسقط أي جريح.\n"
ENGLISH = "Oil prices rose on Tuesday.\nNo one was wounded.\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "a.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, encoding="utf-8")
    return str(tmp_path / "a.txt"), str(tmp_path / "b.txt")


def amana(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from service.cli import main; main()", "align", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("flags", [(), ("--segmented",)])
def test_beads_are_printed(files: tuple[str, str], flags: tuple[str, ...]) -> None:
    result = amana(*files, *flags)
    assert (result.returncode, result.stdout) == (0, "[0]:[0]\n[1]:[1]\n")


def test_json_holds_texts_and_confidence(files: tuple[str, str]) -> None:
    document = json.loads(amana(*files, "--json").stdout)
    assert [bead["target"] for bead in document["beads"]] == ENGLISH.splitlines()
    assert all(0 <= bead["confidence"] <= 1 for bead in document["beads"])


def test_a_file_is_written(files: tuple[str, str], tmp_path: Path) -> None:
    result = amana(*files, "--format", "tmx", "-o", str(tmp_path / "out.tmx"))
    assert (result.returncode, result.stdout) == (0, "")
    assert (tmp_path / "out.tmx").read_text(encoding="utf-8").count("<tu>") == 2


def test_a_missing_file_is_one_line(files: tuple[str, str]) -> None:
    result = amana(files[0], "nowhere.txt")
    assert result.returncode == 2
    assert result.stderr.startswith("amana: no such file")
    assert result.stderr.count("\n") == 1


def test_an_unknown_format_is_a_usage_error(files: tuple[str, str]) -> None:
    assert amana(*files, "--format", "xliff").returncode == 2
