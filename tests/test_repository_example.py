"""The report of the example shows the defects that `examples/README.md` says it has."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def report(amana: Path, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of the example, made by the command as a user would, as JSON."""
    made = tmp_path_factory.mktemp("example") / "report.json"
    subprocess.run(
        [amana, "report", examples / "article.ar.txt", examples / "reference.en.txt", "--json", made],
        check=True,
        capture_output=True,
    )
    content: dict[str, Any] = json.loads(made.read_text(encoding="utf-8"))
    return content


def evidence(report: dict[str, Any], check: str) -> list[tuple[list[str], list[str]]]:
    """Give the pieces of both texts that a check's findings rest on: (Arabic, English) for each."""
    return [
        ([span["text"] for span in finding["article"]], [span["text"] for span in finding["reference"]])
        for finding in report["findings"]
        if finding["check"] == check
    ]


def test_the_wrong_number_is_the_only_one(report: dict[str, Any]) -> None:
    assert evidence(report, "number") == [(["450"], ["4,500"])]


def test_the_wrong_number_is_an_error(report: dict[str, Any]) -> None:
    assert [f["severity"] for f in report["findings"] if f["check"] == "number"] == ["error"]


def test_the_omitted_passage_is_one_finding(report: dict[str, Any]) -> None:
    # What is left out inside a pair shows its article sentence; a passage has none.
    [english] = [english for arabic, english in evidence(report, "omission") if not arabic]
    assert english[0].startswith("I think of Amina, a teacher")
    assert english[-1].endswith("finished the year.")


def test_the_added_sentence_is_found(report: dict[str, Any]) -> None:
    additions = [" ".join(arabic) for arabic, _ in evidence(report, "addition")]
    assert any("إجراءات أمنية مشددة" in arabic for arabic in additions)


def test_no_sentence_of_the_body_is_called_an_addition_but_that_one(report: dict[str, Any]) -> None:
    added = {
        span["sentence"]
        for finding in report["findings"]
        if finding["check"] == "addition" and not finding["reference"]
        for span in finding["article"]
    }
    headline, planted = 0, 4
    assert added - {headline} == {planted}


def test_the_dropped_hedge_is_found(report: dict[str, Any]) -> None:
    assert any("more than" in " ".join(english) for _, english in evidence(report, "hedge"))
