"""`amana memory` from the shell: files in, TMX out, and what is like a text."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = "وصل وزير الخارجية إلى بيروت اليوم."
TARGET = "The foreign minister arrived in Beirut today."

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(amana: Path, tmp_path: Path) -> Run:
    (tmp_path / "units.tsv").write_text(f"{SOURCE}\t{TARGET}\nنعم\tYes\tanna\n", encoding="utf-8")

    def memory(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [amana, "memory", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)

    return memory


def test_columns_go_in_and_tmx_comes_out_and_goes_in_again(run: Run, tmp_path: Path) -> None:
    assert run("import", "a.db", "units.tsv").stderr == "amana: units.tsv: 2 new, 0 known\n"
    assert run("import", "a.db", "units.tsv", "units.tsv").stderr.count("0 new, 2 known") == 2
    assert run("export", "a.db", "-o", "a.tmx").returncode == 0
    assert run("import", "b.db", "a.tmx").stderr == "amana: a.tmx: 2 new, 0 known\n"
    assert run("export", "b.db").stdout == (tmp_path / "a.tmx").read_text(encoding="utf-8")


def test_search_shows_score_and_origin(run: Run) -> None:
    run("import", "a.db", "units.tsv", "--origin", "work")
    found = json.loads(run("search", "a.db", SOURCE.replace("اليوم", "أمس"), "--json").stdout)
    assert [(match["target"], match["kind"], match["origin"]) for match in found] == [
        (TARGET, "fuzzy", "work")
    ]
    assert 0.8 < found[0]["score"] < 1
    assert run("search", "a.db", "نعم").stdout.startswith("1.00  Yes\n")
    assert "nothing in a.db is like this" in run("search", "a.db", "انتهى الاجتماع").stderr


def test_stats_count_origins(run: Run) -> None:
    run("import", "a.db", "units.tsv")
    stats = json.loads(run("stats", "a.db", "--json").stdout)
    assert (stats["units"], stats["sources"]) == (2, 2)
    assert stats["origins"] == {"anna": 1, "units.tsv": 1}
    assert "2 units of 2 sources" in run("stats", "a.db").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["search", "absent.db", "نعم"], 2, "no memory absent.db; make one with: amana memory import"),
        (["import", "a.db", "absent.tmx"], 2, "no such file: absent.tmx; nothing was imported"),
        (["import", "a.db", "bad.tsv"], 2, "bad.tsv, line 1: 1 columns"),
        (["stats", "units.tsv"], 2, "units.tsv is no memory"),
    ],
)
def test_errors_say_what_to_do(
    run: Run, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "bad.tsv").write_text("نعم\n", encoding="utf-8")
    process = run(*arguments)
    assert process.returncode == code
    assert message in process.stderr
