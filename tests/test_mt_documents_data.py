"""JSON and tables come back as the modules `json` and `csv` of Python read them, all else untouched."""

import csv
import json
from io import StringIO

import pytest
from document_drafts import draft, latin, unchanged
from hypothesis import given
from hypothesis import strategies as st

from mt.documents.drafting import translate_document
from mt.documents.registry import Choice, read_document
from mt.errors import EncodingError, FormatError, InputError


def drafted(text: str, name: str, **choice: tuple[str, ...]) -> str:
    document = read_document(text.encode(), name, Choice(**choice))
    return document.render(translate_document(document, latin).drafts).decode()


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ('{"نعم": "نعم"}', (), '{"نعم": "nEm"}'),
        ('{ "a" : "نعم" ,\r\n"b":1.50 }', (), '{ "a" : "nEm" ,\r\n"b":1.50 }'),
        ('{"a": "نعم", "b": "نعم"}', ("b",), '{"a": "نعم", "b": "nEm"}'),
        ('{"a": {"b": "نعم"}, "b": "نعم"}', ("a.b",), '{"a": {"b": "nEm"}, "b": "نعم"}'),
        ('{"a": [{"b": ["نعم"]}]}', ("a.b",), '{"a": [{"b": ["nEm"]}]}'),
        ('{"a": {"x": "نعم"}, "c": {"y": "لا"}}', ("a.*",), '{"a": {"x": "nEm"}, "c": {"y": "لا"}}'),
        ('"\\u0646\\u0639\\u0645"', (), '"nEm"'),
        ('["نعم \\" {x}\\n%s"]', (), '["nEm \\" {x}\\n%s"]'),
        ("[]", (), "[]"),
        ('["é\\ud800٢"]', (), '["\\u00e9\\ud8002"]'),
    ],
)
def test_values_of_json(text: str, keys: tuple[str, ...], expected: str) -> None:
    assert drafted(text, "x.json", keys=keys) == expected


def test_json_lines() -> None:
    assert drafted('{"a": "نعم"}\n\n{"a": "لا"}\n', "x.jsonl") == '{"a": "nEm"}\n\n{"a": "la"}\n'


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("a,b\nنعم,لا\n", (), "a,b\nnEm,la\n"),
        ("a,b\r\nنعم,لا\r\n", ("b",), "a,b\r\nنعم,la\r\n"),
        ("نعم;نص\n1;لا\n", ("نص",), "نعم;نص\n1;la\n"),
        ("نعم;نص\n1;لا\n", ("2",), "نعم;nC\n1;la\n"),
        ('"نعم ""لا""",x\n', (), '"nEm ""la""",x\n'),
        ("a\n\n،نعم\n", (), 'a\n\n",nEm"\n'),
        ("a,b\n,\n\n", (), "a,b\n,\n\n"),
        ('"a\nنعم",2', (), '"a\nnEm",2'),
        ("", (), ""),
    ],
)
def test_cells_of_a_table(text: str, columns: tuple[str, ...], expected: str) -> None:
    assert drafted(text, "x.csv", columns=columns) == expected


def test_a_tab_parts_the_cells_of_tsv() -> None:
    assert drafted("a,b\tنعم\n", "x.tsv", columns=("2",)) == "a,b\tnEm\n"


def test_a_byte_order_mark_stays_for_excel() -> None:
    assert draft("\N{ZERO WIDTH NO-BREAK SPACE}a,نعم".encode(), "x.csv") == b"\xef\xbb\xbfa,nEm"


@pytest.mark.parametrize(
    ("text", "name", "choice", "error", "message"),
    [
        ('{"a": }', "x.json", Choice(), FormatError, "Expecting value in line 1, column 7"),
        ("", "x.json", Choice(), FormatError, "Expecting value"),
        ('{}\n{"a"', "x.jsonl", Choice(), FormatError, "in line 2"),
        ("[" * 100_000, "x.json", Choice(), FormatError, "nested too deep"),
        ('{"a": "نعم"}', "x.json", Choice(keys=("b",)), InputError, "under b; there is: a"),
        ('a,"b', "x.csv", Choice(), FormatError, "line 1 that is not closed"),
        ("a,b", "x.csv", Choice(columns=("c",)), InputError, "no column 'c'; there is: a, b"),
        ("a,b", "x.csv", Choice(columns=("3",)), InputError, "a number from 1 to 2"),
    ],
)
def test_what_cannot_be_read_is_told(
    text: str, name: str, choice: Choice, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        read_document(text.encode(), name, choice)


def test_another_encoding_is_told() -> None:
    with pytest.raises(EncodingError, match="windows-1256"):
        read_document("نعم".encode("windows-1256"), "x.csv")


TEXTS = st.text(st.sampled_from('نعم25 ,;"\n\\{}é\t؟.'), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


def shape(value: object) -> object:
    """A value with its strings blotted out, except for keys."""
    match value:
        case dict():
            return {key: shape(inner) for key, inner in value.items()}
        case list():
            return [shape(inner) for inner in value]
        case str():
            return "text", value.count("\n")
        case _:
            return value


@given(value=VALUES, indent=st.sampled_from([None, 2]), escaped=st.booleans())
def test_json_keeps_its_shape(value: object, indent: int | None, escaped: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    assert unchanged(text.encode(), "x.json").decode() == text
    assert shape(json.loads(drafted(text, "x.json"))) == shape(value)


@given(
    rows=st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=4),
    quoting=st.sampled_from([0, 1]),
)
def test_a_table_keeps_its_shape(rows: list[list[str]], quoting: int) -> None:
    output = StringIO()
    csv.writer(output, quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL).writerows([["a", "b"], *rows])
    text = output.getvalue()
    assert unchanged(text.encode(), "x.csv").decode() == text
    after = list(csv.reader(StringIO(drafted(text, "x.csv"), newline="")))
    assert [[cell.count("\n") for cell in row] for row in after[1:]] == [
        [cell.count("\n") for cell in row] for row in rows
    ]
