"""`amana report`: the main job, from two files to a report on the terminal, as a page and as JSON."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval.finding import Severity
from eval.report.gates import Gates, failures, judge, parse_threshold
from eval.report.places import File
from eval.report.serial import report_from_json
from mt.files import read_text
from mt.glossary_files import read_glossary
from mt.models import DEFAULT_MODEL
from service.console import STDIN, notice, read_argument
from service.report_batch import report_folders
from service.report_outputs import Outputs, check_outputs, write_outputs
from service.report_summary import print_summary
from service.reporting import load_models, make_report


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("report")(report_command)


def report_command(
    article: Annotated[
        Path, typer.Argument(help="The Arabic article, UTF-8; - for standard input. Or a folder of them.")
    ],
    reference: Annotated[
        Path, typer.Argument(help="The English text that it reports, UTF-8. Or a folder of them.")
    ],
    html: Annotated[
        Path | None, typer.Option(help="Write the report as one self-contained page; - for standard output.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option(help="Write the report as JSON (docs/report-schema.json); - likewise.")
    ] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the report as Markdown.")] = None,
    docx: Annotated[Path | None, typer.Option(help="Write the report as a Word document.")] = None,
    junit: Annotated[
        Path | None, typer.Option(help="Write JUnit XML, with a test case for each check and gate.")
    ] = None,
    sarif: Annotated[Path | None, typer.Option(help="Write the findings as SARIF 2.1.0.")] = None,
    annotations: Annotated[
        bool, typer.Option("--annotations", help="Print GitHub annotations to standard output.")
    ] = False,
    record: Annotated[
        Path | None, typer.Option(help="Add the report to this history, for `amana history`.")
    ] = None,
    fail_on: Annotated[
        Severity | None,
        typer.Option(help="Exit 1 if a check that gates found something of this severity or worse."),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=PERCENT",
            help="Exit 1 if a score, article-coverage or reference-coverage is under this (ter: over it).",
        ),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Exit 1 if something is worse than in this report (JSON).")
    ] = None,
    glossary: Annotated[
        Path | None, typer.Option(help="Check the terms of this glossary (TSV, CSV, TBX) on both sides too.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="Model that drafts: a bundled name, a directory, or a name on the hub.")
    ] = DEFAULT_MODEL,
) -> None:
    """Report how faithfully an Arabic article renders its English reference.

    The summary goes to the terminal. Findings are a result and no failure: the exit code is 0, unless
    a gate (--fail-on, --fail-under, --baseline) fails; then it is 1, with the reasons on standard error.

    With two folders (or twice the same), files are paired by name up to the first full stop, --html and
    --json name folders, --baseline one of earlier JSON, and index.html lists all reports.
    """
    outputs = Outputs(html, json, markdown, docx, junit, sarif, record, annotations)
    terms = None if glossary is None else read_glossary(glossary)
    gates = Gates(fail_on, tuple(parse_threshold(text) for text in fail_under or ()))
    if article.is_dir() and reference.is_dir():
        passed = report_folders(
            article,
            reference,
            outputs=outputs,
            gates=gates,
            baselines=baseline,
            load=partial(load_models, model, glossary=terms),
        )
        if not passed:
            raise typer.Exit(1)
        return
    check_outputs(outputs, (article, reference))
    if baseline is not None:
        gates = replace(gates, baseline=report_from_json(read_text(baseline)))
    files = [File(_shown(path), read_argument(path)) for path in (article, reference)]
    report = make_report(
        (_name(article), files[0].text), (_name(reference), files[1].text), model, glossary=terms
    )
    outcomes = judge(report, gates)
    if not outputs.to_stdout:
        print_summary(report, Console(highlight=False))
    write_outputs(report, outputs, outcomes=outcomes, article=files[0], reference=files[1])
    reasons = failures(outcomes)
    for reason in reasons:
        notice(f"amana: failed: {reason}")
    if reasons:
        raise typer.Exit(1)


def _name(path: Path) -> str:
    return "standard input" if path == STDIN else path.name


def _shown(path: Path) -> str:
    """Give a path as continuous integration wants it: from the working directory on, if it is inside."""
    absolute, here = path.absolute(), Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else path).as_posix()
