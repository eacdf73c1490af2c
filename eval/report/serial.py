"""The report as JSON, and the JSON Schema of that form.

Both are derived from the types in `eval.report.value`, so the form has one definition. The
schema's descriptions are the docstrings: of a class, and of each name in its "Attributes".
"""

import re
from dataclasses import is_dataclass
from functools import cache
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from eval.finding import Finding, Span
from eval.metrics.scores import Interval, Score
from eval.report import value
from eval.report.value import SCHEMA_VERSION, Report
from mt.errors import FormatError
from mt.segment import Segment

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# "name: what it is", and deeper lines that go on; names stand four columns in.
_ATTRIBUTE = re.compile(r"^    (\w+): (.+(?:\n {5,}.+)*)", re.MULTILINE)


def report_to_json(report: Report, *, indent: int | None = 2) -> str:
    """Give the JSON form of a report, with a line end behind it.

    Args:
        report: the report.
        indent: columns a level; None for one line.
    """
    return _adapter().dump_json(report, indent=indent).decode() + "\n"


def report_from_json(text: str) -> Report:
    """Read the JSON form of a report.

    Raises:
        FormatError: it is not JSON, not a report, or of a schema that this version does not know.
    """
    from pydantic import ValidationError

    try:
        report = _adapter().validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise FormatError(
            f"not an Amana report: {where}: {first['msg']}; give a file that `amana report --json` wrote"
        ) from error
    if report.schema_version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise FormatError(
            f"the report has schema version {report.schema_version!r} and this Amana reads {SCHEMA_VERSION}; "
            "make the report anew, or read it with the version that wrote it"
        )
    return report


def report_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of the form that `report_to_json` writes."""
    schema = _adapter().json_schema(mode="serialization")
    described = (*vars(value).values(), Finding, Span, Segment, Score, Interval)
    attributes = {c.__name__: _attributes(c) for c in described if isinstance(c, type) and is_dataclass(c)}
    for name, definition in [("Report", schema), *schema["$defs"].items()]:
        definition["description"] = cleandoc(definition["description"]).split("\n")[0]
        for key, entry in definition.get("properties", {}).items():
            entry.pop("title", None)
            entry["description"] = attributes[name][key]
    return {"$schema": _DRAFT, **schema, "title": f"Amana fidelity report, schema {SCHEMA_VERSION}"}


def _attributes(cls: type) -> dict[str, str]:
    doc = cleandoc(cls.__doc__ or "")
    return {name: " ".join(text.split()) for name, text in _ATTRIBUTE.findall(doc)}


@cache
def _adapter() -> "TypeAdapter[Report]":
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
