"""Terms as text: tab-separated or comma-separated, an Arabic and an English side a line."""

import csv
import io

from mt.errors import FormatError
from mt.glossary import Term
from service.http.errors import UnsupportedError


def parse_terms(entries: str, form: str) -> list[Term]:
    r"""Read the entries of a glossary.

    Args:
        entries: a term a line.
        form: ``tsv`` or ``csv``; further columns of CSV (languages) are passed over.

    Raises:
        UnsupportedError: the form is another.
        FormatError: a line has not both sides.

    >>> parse_terms("داعش\tISIS\n", "tsv")
    [Term(source='داعش', target='ISIS')]
    """
    if form == "tsv":
        rows = [line.split("\t") for line in entries.splitlines()]
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(entries)))
    else:
        raise UnsupportedError(f"the entries_format {form[:20]!r} is not supported; use tsv or csv")
    terms = []
    for number, row in enumerate(rows, 1):
        if not any(column.strip() for column in row):
            continue
        if len(row) < 2 or not row[0].strip() or not row[1].strip() or (form == "tsv" and len(row) > 2):
            raise FormatError(f"entry {number} has not two sides: {row!r}; give an Arabic and an English one")
        terms.append(Term(row[0].strip(), row[1].strip()))
    if not terms:
        raise FormatError("the glossary has no entries; give at least one")
    return terms
