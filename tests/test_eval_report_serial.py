import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from report_sample import sample_report

from eval.report.serial import report_from_json, report_schema, report_to_json
from mt.errors import FormatError


@pytest.fixture(scope="module")
def published_schema(repository: Path) -> Any:
    return json.loads((repository / "docs" / "report-schema.json").read_text("utf-8"))


def test_a_report_survives_the_way_to_json_and_back() -> None:
    report = sample_report()
    assert report_from_json(report_to_json(report)) == report


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_to_json(sample_report()) == report_to_json(sample_report())


def test_arabic_stays_readable() -> None:
    assert "حرر التحالف 110" in report_to_json(sample_report())


def test_one_line_ends_with_the_only_line_end() -> None:
    text = report_to_json(sample_report(), indent=None)
    assert text.count("\n") == 1
    assert text.endswith("\n")


def test_the_published_schema_is_the_current_one(published_schema: Any) -> None:
    assert published_schema == report_schema(), "run: make docs"


def test_a_report_follows_the_published_schema(published_schema: Any) -> None:
    Draft202012Validator.check_schema(published_schema)
    Draft202012Validator(published_schema).validate(json.loads(report_to_json(sample_report())))


def test_every_name_in_the_schema_is_described(published_schema: Any) -> None:
    definitions = [published_schema, *published_schema["$defs"].values()]
    assert [
        (definition["title"], name)
        for definition in definitions
        for name, entry in definition.get("properties", {}).items()
        if not entry.get("description")
    ] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not an Amana report: the file: .*amana report --json"),
        ("{}", "schema_version: Field required"),
        (report_to_json(sample_report()).replace('"error"', '"disaster"'), "findings.0.severity"),
        (report_to_json(replace(sample_report(), schema_version="2.0")), "schema version '2.0'"),
    ],
)
def test_what_is_no_report_says_so(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        report_from_json(text)


def test_a_later_minor_version_is_read() -> None:
    text = re.sub(r'"schema_version": "[\d.]+"', '"schema_version": "1.9"', report_to_json(sample_report()))
    assert report_from_json(text).schema_version == "1.9"
