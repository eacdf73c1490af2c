import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from report_sample import sample_report

from mt.errors import FormatError, InputError, MissingFileError, OutputError
from service.commands.history import sparkline
from service.history import read_report, read_runs, record


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A history of three runs, two of them of one article."""
    path = tmp_path / "history.db"
    report = sample_report()
    chrf, ter = report.scores
    record(report, path)
    record(replace(report, article=replace(report.article, name="other.txt")), path)
    record(replace(report, scores=(replace(chrf, value=40.0), ter), findings=report.findings[1:]), path)
    return path


def test_a_recorded_report_comes_back_whole(history: Path) -> None:
    assert read_report(history, 1) == sample_report()


def test_runs_come_oldest_first_with_their_scores(history: Path) -> None:
    runs = read_runs(history)
    assert [(run.id, run.article, run.scores["chrf"], run.errors) for run in runs] == [
        (1, "article.ar.txt", 54.875, 1),
        (2, "other.txt", 54.875, 1),
        (3, "article.ar.txt", 40.0, 1),
    ]


def test_runs_of_one_article(history: Path) -> None:
    assert [run.id for run in read_runs(history, article="article.ar.txt")] == [1, 3]


def test_many_at_once_lose_no_run(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: record(sample_report(), path), range(16)))
    assert sorted(numbers) == list(range(1, 17))
    assert len(read_runs(path)) == 16


def test_a_history_that_does_not_exist_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="--record"):
        read_runs(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 100)
    with pytest.raises(FormatError, match="is no history of Amana"):
        record(sample_report(), path)
    assert path.read_text().startswith("not a database")


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE run (id)")
    database.close()
    with pytest.raises(FormatError, match="another program"):
        record(sample_report(), path)


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="see that its folder is there"):
        record(sample_report(), tmp_path / "no" / "history.db")


def test_a_run_that_does_not_exist_is_an_error(history: Path) -> None:
    with pytest.raises(InputError, match="has no run 9"):
        read_report(history, 9)


@pytest.mark.parametrize(
    ("values", "line"), [([0, 7], "▁█"), ([3, 3, 3], "▄▄▄"), ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█")]
)
def test_a_plot_one_line_high(values: list[float], line: str) -> None:
    assert sparkline(values) == line


def amana_history(amana: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [amana, "history", *arguments], capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def test_the_command_lists_and_plots(amana: Path, history: Path) -> None:
    result = amana_history(amana, history)
    assert result.returncode == 0
    assert "article.ar.txt" in result.stdout
    assert "chrf of article.ar.txt: 40.0 █▁ 54.9" in result.stdout


def test_the_command_compares(amana: Path, history: Path) -> None:
    shown = amana_history(amana, history, "--compare", "1", "3").stdout.splitlines()
    assert shown[0] == "chrf       54.88 → 40.00  (-14.88)"
    assert "1 finding gone" in shown
    assert "worse: chrf went from 54.88 (48.50 to 61.25) to 40.00" in shown


def test_the_command_refuses_an_unknown_score(amana: Path, history: Path) -> None:
    result = amana_history(amana, history, "--metric", "comet")
    assert (result.returncode, result.stdout) == (2, "")
    assert "take one of chrf, ter" in result.stderr
