"""Where a report goes: files in every form, the history, annotations on standard output."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.report.ci import to_annotations, to_junit, to_sarif
from eval.report.docx import to_docx
from eval.report.gates import Outcome
from eval.report.markdown import to_markdown
from eval.report.page import render_page
from eval.report.places import File
from eval.report.serial import report_to_json
from eval.report.value import Report
from mt.errors import InputError, OutputError
from service.console import STDIN, notice, write_output
from service.history import record

STDOUT = STDIN
"""The path that stands for standard output where a result goes."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a report goes; None where it does not go.

    Attributes:
        html: the page.
        json: the JSON form.
        markdown: Markdown.
        docx: a Word document.
        junit: JUnit XML.
        sarif: SARIF.
        history: the database that it is recorded in.
        annotations: whether GitHub's annotations go to standard output.
    """

    html: Path | None = None
    json: Path | None = None
    markdown: Path | None = None
    docx: Path | None = None
    junit: Path | None = None
    sarif: Path | None = None
    history: Path | None = None
    annotations: bool = False

    @property
    def files(self) -> dict[str, Path]:
        """Give the paths that results are written to, by option."""
        options = {
            "--html": self.html,
            "--json": self.json,
            "--markdown": self.markdown,
            "--docx": self.docx,
            "--junit": self.junit,
            "--sarif": self.sarif,
            "--record": self.history,
        }
        return {option: path for option, path in options.items() if path is not None}

    @property
    def to_stdout(self) -> bool:
        """Say whether a result takes standard output, so that nothing else may go there."""
        return STDOUT in self.files.values()


def check_outputs(outputs: Outputs, inputs: Sequence[Path]) -> None:
    """Find out before the work what would spoil it behind.

    Raises:
        InputError: two uses of one stream or file, or a result that would overwrite a text.
        OutputError: the folder of a result does not exist.
    """
    if inputs.count(STDIN) > 1:
        raise InputError("both texts are -; standard input is one text: give a file for the other")
    read = {path.resolve() for path in inputs}
    taken: dict[Path, str] = {}
    for option, path in outputs.files.items():
        if path in taken:
            raise InputError(f"{taken[path]} and {option} both write to {path}; give each its own place")
        taken[path] = option
        if path == STDOUT:
            continue
        if not path.parent.is_dir():
            raise OutputError(f"cannot write {path}: there is no folder {path.parent}; make it first")
        if path.resolve() in read:
            raise InputError(
                f"{option} {path} is one of the texts and would be overwritten; give another file"
            )
    if outputs.annotations and outputs.to_stdout:
        raise InputError("--annotations go to standard output, and so does a result; give the result a file")


def write_outputs(
    report: Report, outputs: Outputs, *, outcomes: Sequence[Outcome], article: File, reference: File
) -> None:
    """Write a report wherever it goes, and say where it went.

    Raises:
        OutputError: something could not be written.
    """
    forms: tuple[tuple[Path | None, Callable[[], str | bytes]], ...] = (
        (outputs.html, lambda: render_page(report)),
        (outputs.json, lambda: report_to_json(report)),
        (outputs.markdown, lambda: to_markdown(report)),
        (outputs.docx, lambda: to_docx(report)),
        (outputs.junit, lambda: to_junit(report, outcomes)),
        (outputs.sarif, lambda: to_sarif(report, article=article, reference=reference)),
    )
    for path, form in forms:
        if path is not None:
            write_output(path, form())
            if path != STDOUT:
                notice(f"written: {path}")
    if outputs.history is not None:
        run = record(report, outputs.history)
        notice(f"recorded: run {run} in {outputs.history}")
    if outputs.annotations:
        sys.stdout.write(to_annotations(report, article=article, reference=reference))
