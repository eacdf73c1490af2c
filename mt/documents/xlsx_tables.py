"""Tables in workbooks: the cells of a header, the columns that are named for them, and the formulas.

Excel calls a file damaged in which these differ, or in which two columns have one name.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from mt.documents.ooxml import local, sibling_tag
from mt.documents.package import Package
from mt.documents.safe_xml import parse_xml

_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_SPECIAL = re.compile(r"(['\[\]#@])")

Trees = Mapping[str, "etree._ElementTree"]


def rename_columns(package: Package, sheets: Trees, tables: Trees, strings: Trees) -> None:
    """Name the columns of all tables for the cells of their headers, in place.

    Args:
        package: the workbook.
        sheets: its sheets by the names of their parts, with drafted cells.
        tables: its tables.
        strings: the part with shared strings, drafted.
    """
    items = [item for tree in strings.values() for item in tree.getroot() if local(item) == "si"]
    renamed: dict[str, str] = {}
    for sheet, tree in sheets.items():
        for part in _tables_of(package, sheet):
            if part in tables:
                renamed |= _rename(tables[part].getroot(), tree.getroot(), items)
    if renamed:
        for tree in (*sheets.values(), *tables.values()):
            _rename_in_formulas(tree.getroot(), renamed)


def _tables_of(package: Package, sheet: str) -> Iterator[str]:
    folder, base = posixpath.split(sheet)
    relations = package.parts.get(f"{folder}/_rels/{base}.rels")
    if relations is None:
        return
    for relation in parse_xml(relations, f"{base}.rels").getroot():
        if (relation.get("Type") or "").endswith("/table"):
            target = relation.get("Target") or ""
            yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _rename(
    table: "etree._Element", sheet: "etree._Element", items: list["etree._Element"]
) -> dict[str, str]:
    """Name the columns of a table for its header, and give the new names by the old ones."""
    columns = [column for column in table.iter(etree.Element) if local(column) == "tableColumn"]
    start = _REFERENCE.match(table.get("ref") or "")
    if start is None or table.get("headerRowCount") == "0":
        return {}
    first, row = _number(start[1]), start[2]
    cells = {
        cell.get("r"): cell
        for cell in sheet.iter(sibling_tag(sheet, "c"))
        if (cell.get("r") or "").endswith(row)
    }
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for offset, column in enumerate(columns):
        cell = cells.get(f"{_letters(first + offset)}{row}")
        old = column.get("name") or ""
        text = old if cell is None else _text(cell, items) or old
        new, number = text, 1
        while new.casefold() in taken:
            number += 1
            new = f"{text} {number}"
        taken.add(new.casefold())
        if cell is not None and new != text:
            _write_inline(cell, new)
        if new != old:
            name = new.replace("\n", "_x000a_")
            column.set("name", name)
            renamed[old] = new
    return renamed


def _text(cell: "etree._Element", items: list["etree._Element"]) -> str:
    if cell.get("t") == "s":
        value = next((child.text or "" for child in cell if local(child) == "v"), "")
        holder = items[int(value)] if value.isdigit() and int(value) < len(items) else None
    else:
        holder = next((child for child in cell if local(child) == "is"), None)
    if holder is None:
        return ""
    return "".join(part.text or "" for part in holder.iter(sibling_tag(cell, "t")))


def _write_inline(cell: "etree._Element", text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    holder = etree.SubElement(cell, sibling_tag(cell, "is"))
    etree.SubElement(holder, sibling_tag(cell, "t")).text = text


def _rename_in_formulas(root: "etree._Element", renamed: Mapping[str, str]) -> None:
    """Write the new names where formulas have old ones, in square brackets, special characters quoted."""
    for formula in root.iter(etree.Element):
        if local(formula) in {"f", "calculatedColumnFormula", "totalsRowFormula"} and "[" in (
            formula.text or ""
        ):
            text = formula.text or ""
            for old, new in renamed.items():
                for mark in ("", "@"):
                    text = text.replace(f"[{mark}{_quoted(old)}]", f"[{mark}{_quoted(new)}]")
            formula.text = text


def _quoted(name: str) -> str:
    return _SPECIAL.sub(r"'\1", name)


def _number(letters: str) -> int:
    """Give the number of a column from 1.

    >>> _number("AB"), _letters(28)
    (28, 'AB')
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
