"""`amana compare` from the shell."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mt.errors import LengthMismatchError
from service.commands import compare

app = typer.Typer()
compare.register(app)


@app.callback()
def _several_commands() -> None:
    """Keep `compare` a command by name, as it is in the whole application."""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    texts = {
        "reference": "The dog bit the man.\nIt was not unexpected.\n",
        "first": "The dog bit a man.\nIt was unexpected.\n",
        "second": "The dog bit the man.\nIt was not unexpected.\n",
        "article": "عض الكلب الرجل.\nلم يكن ذلك مفاجئا.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in texts]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["compare", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_output_has_scores_tests_parts_and_examples(files: list[str]) -> None:
    output = run(*files[:3], "--article", files[3], "--resamples", "99")
    for expected in (
        "baseline",
        "p (AR)",
        "up to 9 words",
        "gains most: line 2",
        "لم يكن",
        "confidence",
        "1-1",
        "paired: 100% of the article",
        "BLEU|nrefs:1",
    ):
        assert expected in output


def test_json_is_the_whole_comparison(files: list[str]) -> None:
    document = json.loads(run(*files[:3], "--json", "--resamples", "9", "--metric", "chrf"))
    assert (document["version"], document["comparison"]["segments"]) == (1, 2)
    baseline, system = document["comparison"]["systems"]
    assert baseline["differences"] == []
    assert system["differences"][0]["value"] > 0


def test_files_of_unequal_length_are_refused(files: list[str], tmp_path: Path) -> None:
    (tmp_path / "short").write_text("one line\n", encoding="utf-8")
    with pytest.raises(LengthMismatchError, match="short has 1 segment and the reference 2"):
        run(files[0], files[1], str(tmp_path / "short"))
