"""Folders of pairs: a report each, an index over all of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from rich.console import Console

from eval.report.gates import Gates, failures, judge
from eval.report.index import IndexRow, render_index
from eval.report.page import headline, render_page
from eval.report.serial import report_from_json, report_to_json
from mt.errors import InputError
from mt.files import make_folder, read_text, write_text_atomically
from service.console import notice
from service.history import record
from service.pairs import Pair, find_pairs
from service.report_outputs import STDOUT, Outputs
from service.reporting import Models, make_report


def report_folders(
    articles: Path,
    references: Path,
    *,
    outputs: Outputs,
    gates: Gates,
    baselines: Path | None,
    load: Callable[[], Models],
) -> bool:
    """Report every pair of two folders; a pair that cannot be used fails alone.

    Args:
        articles: folder of the Arabic files.
        references: folder of the English files; may be the same.
        outputs: ``html`` and ``json`` are folders here, made if need be.
        gates: what every report has to pass.
        baselines: folder of earlier reports in JSON, or None; a pair without one has no baseline.
        load: loads the models, once the folders are known to be usable.

    Returns:
        Whether every pair could be used and passed.
    """
    _check(outputs, baselines)
    pairs = find_pairs(articles, references)
    for folder in (outputs.html, outputs.json):
        if folder is not None:
            make_folder(folder)
    console = Console(highlight=False, soft_wrap=True, markup=False)
    rows = []
    for row in _report_pairs(pairs, outputs=outputs, gates=gates, baselines=baselines, load=load):
        rows.append(row)
        console.print(_line(row))
        for reason in row.reasons:
            notice(f"amana: {row.name} failed: {reason}")
    if outputs.html is not None:
        index = outputs.html / "index.html"
        page = render_index(rows, title=articles.resolve().name, created=datetime.now(UTC))
        write_text_atomically(index, page)
        notice(f"written: {index}")
    return all(row.report is not None and not row.reasons for row in rows)


def _check(outputs: Outputs, baselines: Path | None) -> None:
    for option, path in outputs.files.items():
        if option in ("--markdown", "--docx", "--junit", "--sarif"):
            raise InputError(f"{option} is for one pair of files; with folders use --html and --json")
        if path == STDOUT:
            raise InputError(f"{option} - is for one pair of files; with folders give a folder")
    if outputs.annotations:
        raise InputError("--annotations are for one pair of files; with folders use --html and --json")
    if baselines is not None and not baselines.is_dir():
        raise InputError(f"--baseline {baselines} is no folder; with folders give one of reports in JSON")


def _report_pairs(
    pairs: Sequence[Pair],
    *,
    outputs: Outputs,
    gates: Gates,
    baselines: Path | None,
    load: Callable[[], Models],
) -> Iterator[IndexRow]:
    models = load()
    for pair in pairs:
        try:
            yield _report_pair(pair, models, outputs=outputs, gates=gates, baselines=baselines)
        except InputError as error:
            yield IndexRow(pair.name, None, None, str(error))


def _report_pair(
    pair: Pair, models: Models, *, outputs: Outputs, gates: Gates, baselines: Path | None
) -> IndexRow:
    texts = [(path.name, read_text(path)) for path in (pair.article, pair.reference)]
    baseline = None if baselines is None else baselines / f"{pair.name}.json"
    if baseline is not None and baseline.is_file():
        gates = replace(gates, baseline=report_from_json(read_text(baseline)))
    report = make_report(texts[0], texts[1], models)
    reasons = tuple(failures(judge(report, gates)))
    if outputs.json is not None:
        write_text_atomically(outputs.json / f"{pair.name}.json", report_to_json(report))
    page = None
    if outputs.html is not None:
        page = f"{pair.name}.report.html"  # apart from index.html, whatever a pair is called
        write_text_atomically(outputs.html / page, render_page(report))
    if outputs.history is not None:
        record(report, outputs.history)
    return IndexRow(pair.name, None if page is None else quote(page), report, reasons=reasons)


def _line(row: IndexRow) -> str:
    if row.report is None:
        return f"{row.name}: {row.error}"
    return f"{row.name}: {headline(row.report)}"
