"""`amana score` from the shell: tables, JSON, exit codes."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mt.errors import InputError, LanguageError, LengthMismatchError, MissingFileError
from service.commands import score

app = typer.Typer()
score.register(app)


@app.callback()
def _several_commands() -> None:
    """Keep `score` a command by name, as it is in the whole application."""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    hypothesis, reference = tmp_path / "hypothesis.txt", tmp_path / "reference.txt"
    hypothesis.write_text("The dog bit the man.\nIt was unexpected.\n", encoding="utf-8")
    reference.write_text("The dog bit the man.\nIt was not unexpected.\n", encoding="utf-8")
    return str(hypothesis), str(reference)


def run(*arguments: str, stdin: str | None = None) -> str:
    result = CliRunner().invoke(app, ["score", *arguments], input=stdin, catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_table_has_scores_intervals_and_signatures(files: tuple[str, str]) -> None:
    output = run(*files)
    for expected in (
        "chrF2 ",
        "chrF2++",
        "BLEU",
        "TER",
        "lower is better",
        "BLEU|nrefs:1|case:mixed|eff:no|tok:13a",
    ):
        assert expected in output


def test_json_has_all_that_the_table_has(files: tuple[str, str]) -> None:
    document = json.loads(run(*files, "--json", "--metric", "ter", "--metric", "chrf", "--segments"))
    assert (document["version"], document["segments"]) == (1, 2)
    assert [item["metric"] for item in document["scores"]] == ["ter", "chrf"]
    assert document["scores"][0]["value"] == pytest.approx(100 / 9)  # one edit, 5 + 4 words
    assert document["scores"][0]["interval"]["resamples"] == 1000
    assert document["segment_scores"]["ter"] == pytest.approx([0.0, 25.0])


def test_several_references_and_standard_input(files: tuple[str, str]) -> None:
    _, reference = files
    document = json.loads(
        run("-", reference, reference, "--json", stdin="The dog bit the man.\nIt was not unexpected.\n")
    )
    assert [item["value"] for item in document["scores"]] == pytest.approx([100.0, 100.0, 100.0, 0.0])
    assert all(item["signature"].startswith("nrefs:2|") for item in document["scores"])


def test_no_resamples_is_no_interval(files: tuple[str, str]) -> None:
    document = json.loads(run(*files, "--json", "--resamples", "0"))
    assert [item["interval"] for item in document["scores"]] == [None] * 4


def test_only_line_feeds_end_a_segment(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(
            "one\N{LINE SEPARATOR}two\x0cthree\r\nfour", encoding="utf-8", newline=""
        )
    document = json.loads(run(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--json"))
    assert document["segments"] == 2


@pytest.mark.parametrize(
    ("hypothesis", "reference", "error", "message"),
    [
        ("a\nb\n", "a\n", LengthMismatchError, r"x\.txt has 2 segments and the .*y\.txt 1"),
        ("نعم\n", "yes\n", LanguageError, r"x\.txt is Arabic and the .*y\.txt English"),
    ],
)
def test_files_that_do_not_match_are_refused(
    tmp_path: Path, hypothesis: str, reference: str, error: type[Exception], message: str
) -> None:
    (tmp_path / "x.txt").write_text(hypothesis, encoding="utf-8")
    (tmp_path / "y.txt").write_text(reference, encoding="utf-8")
    with pytest.raises(error, match=message):
        run(str(tmp_path / "x.txt"), str(tmp_path / "y.txt"))


def test_a_missing_file_and_an_unknown_metric_are_named(files: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"none\.txt"):
        run(files[0], str(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="COMET cannot be computed here"):
        run(*files, "--metric", "comet")
