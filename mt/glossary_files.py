"""Glossaries from files and from the command line: TSV, CSV, TBX, and ``ARABIC=ENGLISH``."""

import csv
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from mt.documents.safe_xml import XML_NAMESPACE, parse_xml
from mt.errors import FormatError
from mt.files import read_bytes, read_text
from mt.glossary import Glossary, Term, make_glossary

_LANG = f"{{{XML_NAMESPACE}}}lang"
_UNWANTED = frozenset({"deprecatedTerm-admn-sts", "supersededTerm-admn-sts"})
_PREFERRED = "preferredTerm-admn-sts"


def read_glossary(path: Path) -> Glossary:
    """Read a glossary from a file, as `read_terms` does, and index it.

    Raises:
        MissingFileError: see `read_terms`.
        EncodingError: see `read_terms`.
        FormatError: see `read_terms`, or a side of a term is empty.
    """
    return make_glossary(read_terms(path))


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read terms from a file: TBX, or two columns, Arabic and English, with tabs or commas.

    In columns, a line of one column is a word that stays as it is; empty lines and lines that start
    with ``#`` are skipped.

    Args:
        path: `.tbx`, `.csv`, or anything else for tabs.

    Raises:
        MissingFileError: there is no such file.
        EncodingError: columns that are not UTF-8.
        FormatError: a line has more than two columns or an empty one, or the file is no TBX.
        UnsafeFileError: a TBX file declares entities.
    """
    if path.suffix.casefold() == ".tbx":
        return tuple(_read_tbx(path))
    return tuple(_read_columns(path))


def parse_term(text: str) -> Term:
    """Read the ``ARABIC=ENGLISH`` of the command line; without ``=`` a word that stays as it is.

    Raises:
        FormatError: a side is empty.

    >>> parse_term("داعش=ISIS"), parse_term("الداخلية")
    (Term(source='داعش', target='ISIS'), Term(source='الداخلية', target='الداخلية'))
    """
    source, equals, target = text.partition("=")
    if not source.strip() or (equals and not target.strip()):
        raise FormatError(f"{text!r} is no term; write ARABIC=ENGLISH, or one word that stays as it is")
    return Term(source.strip(), (target if equals else source).strip())


def _read_columns(path: Path) -> Iterator[Term]:
    lines = read_text(path).splitlines()
    if path.suffix.casefold() == ".csv":
        rows = csv.reader(lines)
    else:  # a quotation mark is a mark like any other
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        columns = [column.strip() for column in row]
        if not any(columns) or columns[0].startswith("#"):
            continue
        if len(columns) > 2 or not all(columns):
            raise FormatError(
                f"{path}, line {rows.line_num}: two columns are wanted, Arabic and English, or one "
                f"for a word that stays; found {row!r}"
            )
        yield Term(columns[0], columns[-1])


def _read_tbx(path: Path) -> Iterator[Term]:
    """Read TBX of both generations: ISO 30042:2008 (``martif``) and 2019 (``tbx``).

    Each Arabic term of a concept takes its preferred English term, or the first one that is not
    deprecated.
    """
    root = parse_xml(read_bytes(path), str(path), doctype=True).getroot()
    if _name(root) not in {"martif", "tbx"}:
        raise FormatError(f"{path} is no TBX: its root is <{_name(root)}>; export the terms as TBX or TSV")
    for concept in root.iter():
        if _name(concept) not in {"termEntry", "conceptEntry"}:
            continue
        terms: dict[str, list[str]] = {"ar": [], "en": []}
        for section in concept:
            language = (section.get(_LANG) or section.get("lang") or "").casefold().split("-")[0]
            if _name(section) in {"langSet", "langSec"} and language in terms:
                terms[language] += _terms(section)
        yield from (Term(source, terms["en"][0]) for source in terms["ar"] if terms["en"])


def _terms(section: etree._Element) -> list[str]:
    """Give the terms of a language, preferred ones first, without deprecated ones."""
    found: list[tuple[bool, str]] = []
    for group in section:
        texts = ["".join(map(str, e.itertext())).strip() for e in group.iter() if _name(e) == "term"]
        notes = {(e.text or "").strip() for e in group.iter() if _name(e) == "termNote"}
        if not notes & _UNWANTED:
            found += [(_PREFERRED not in notes, text) for text in texts if text]
    return [text for _, text in sorted(found, key=lambda pair: pair[0])]


def _name(element: etree._Element) -> str:
    """Give the name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
