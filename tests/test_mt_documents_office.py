"""Presentations and workbooks come back as such: opened again by python-pptx and openpyxl."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from document_drafts import ARABIC, FILES, SENTENCE, draft, in_latin, part, repacked, unchanged
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.table import Table
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Slides
from pptx.util import Inches


def written(document: Slides | Workbook) -> bytes:
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def slides(data: bytes) -> Slides:
    return Presentation(BytesIO(data))


def workbook(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data), rich_text=True)


def slide_texts(presentation: Slides) -> Iterator[str]:
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
            if shape.has_table:
                yield from (cell.text for cell in shape.table.iter_cells())
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text


@pytest.fixture(scope="module")
def deck() -> bytes:
    return (FILES / "libreoffice.pptx").read_bytes()


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return (FILES / "libreoffice.xlsx").read_bytes()


def test_no_arabic_is_left_on_slides_and_in_notes(deck: bytes) -> None:
    before, after = (list(slide_texts(slides(data))) for data in (deck, draft(deck, "x.pptx")))
    assert len(after) == len(before) == 9
    assert not ARABIC.search("".join(after))
    assert after[0] == in_latin("نتائج المؤتمر")


def test_a_bold_word_on_a_slide_stays_bold(deck: bytes) -> None:
    body = slides(draft(deck, "x.pptx")).slides[0].shapes[1].text_frame
    assert [run.text for run in body.paragraphs[0].runs if run.font.bold] == [in_latin("وزير الخارجية")]


def test_paragraphs_of_slides_run_from_left_to_right(deck: bytes) -> None:
    before, after = (part(data, "ppt/slides/slide1.xml") for data in (deck, draft(deck, "x.pptx")))
    assert 'rtl="1"' in before
    assert 'rtl="1"' not in after


def test_pictures_and_tables_of_slides_stay(deck: bytes) -> None:
    kinds = [
        [[shape.shape_type for shape in slide.shapes] for slide in slides(data).slides]
        for data in (deck, draft(deck, "x.pptx"))
    ]
    assert kinds[0] == kinds[1]


def test_the_words_of_a_chart_are_drafted() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["لبنان", "الأردن"]
    data.add_series("عدد", (1.5, 2.5))
    place = (Inches(1), Inches(1), Inches(3), Inches(3))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    [shape] = slides(draft(written(presentation), "x.pptx")).slides[0].shapes
    [plot] = shape.chart.plots
    assert list(plot.categories) == [in_latin("لبنان"), in_latin("الأردن")]
    assert [(series.name, tuple(series.values)) for series in plot.series] == [(in_latin("عدد"), (1.5, 2.5))]


def test_no_arabic_is_left_in_cells(sheet: bytes) -> None:
    before, after = (workbook(data).active for data in (sheet, draft(sheet, "x.xlsx")))
    assert before is not None
    assert after is not None
    assert after.dimensions == before.dimensions
    values = [cell.value for row in after.iter_rows() for cell in row if isinstance(cell.value, str)]
    formulas = [value for value in values if value.startswith("=")]
    assert not ARABIC.search("".join(values))
    assert len(formulas) == 2
    assert (after["B2"].value, after["B4"].value, after["C4"].value) == (12.5, "=SUM(B2:B3)", "IBM 2024")
    assert after["A2"].comment is not None
    assert in_latin("تعليق على لبنان") in after["A2"].comment.text


def test_sheets_run_from_left_to_right(sheet: bytes) -> None:
    before, after = (workbook(data).active for data in (sheet, draft(sheet, "x.xlsx")))
    assert before is not None
    assert after is not None
    assert (before.sheet_view.rightToLeft, after.sheet_view.rightToLeft) == (True, False)
    assert after["C2"].alignment.readingOrder == 1.0


def test_a_bold_word_in_a_cell_stays_bold(sheet: bytes) -> None:
    after = workbook(draft(sheet, "x.xlsx")).active
    assert after is not None
    text = after["C3"].value
    assert isinstance(text, CellRichText)
    assert [str(block) for block in text if isinstance(block, TextBlock) and block.font.b] == [
        in_latin("وزير الخارجية")
    ]


def test_the_columns_of_a_table_are_named_for_its_header() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["عدد [م]", "نعم", "nEm"], [1, 2, 3]):
        page.append(row)
    page.add_table(Table(displayName="T", ref="A1:C2"))
    page["E1"] = "=SUM(T[عدد '[م']])"
    after = workbook(draft(written(book), "x.xlsx")).active
    assert after is not None
    names = [column.name for column in after.tables["T"].tableColumns]
    assert (
        names
        == [after.cell(1, column).value for column in (1, 2, 3)]
        == [in_latin("عدد [م]"), "nEm", "nEm 2"]
    )
    assert after["E1"].value == f"=SUM(T[{in_latin('عدد')} '[m']])"


def test_looks_of_cells_stay() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page["A1"] = "نعم"
    page["A1"].font = Font(bold=True, size=20)
    page["A1"].alignment = Alignment(readingOrder=2, horizontal="right")
    page["A1"].comment = Comment("لا", "A")
    page.merge_cells("A1:B2")
    after = workbook(draft(written(book), "x.xlsx")).active
    assert after is not None
    cell = after["A1"]
    assert (cell.value, cell.font.b, cell.font.sz, cell.alignment.horizontal) == ("nEm", True, 20, "left")
    assert [str(merged) for merged in after.merged_cells.ranges] == ["A1:B2"]


@pytest.mark.parametrize("name", ["ppt/slides/slide2.xml", "ppt/charts/chart1.xml", "ppt/theme/theme1.xml"])
def test_what_has_no_draft_stays(deck: bytes, name: str) -> None:
    before, after = (etree.canonicalize(part(data, name)) for data in (deck, unchanged(deck, "x.pptx")))
    assert before == after


def test_a_sentence_in_runs_is_one_sentence() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    bold = InlineFont(b=True)
    page["A1"] = CellRichText(SENTENCE[:4], TextBlock(bold, SENTENCE[4:9]), SENTENCE[9:])
    after = workbook(draft(written(book), "x.xlsx")).active
    assert after is not None
    assert str(after["A1"].value) == in_latin(SENTENCE)


PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".pptx", PRESENTATION), (".xlsx", "application/vnd.ms-excel.threadedcomments+xml")],
)
def test_comments_are_drafted(suffix: str, kind: str) -> None:
    data = (FILES / f"libreoffice{suffix}").read_bytes()
    types = part(data, "[Content_Types].xml").replace(
        "</Types>", f'<Override PartName="/comments/one.xml" ContentType="{kind}"/></Types>'
    )
    comment = '<c xmlns="x"><text>نعم</text></c>'
    changed = repacked(data, {"[Content_Types].xml": types.encode(), "comments/one.xml": comment.encode()})
    assert "<text>nEm</text>" in part(draft(changed, f"x{suffix}"), "comments/one.xml")


TEXTS = st.text(st.sampled_from("نعم25 \n<&\"'.؟"), max_size=8)


@settings(max_examples=30)
@given(rows=st.lists(st.lists(TEXTS | st.integers(0, 99) | st.none(), min_size=2, max_size=2), max_size=5))
def test_a_sheet_keeps_its_shape(rows: list[list[str | int | None]]) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append([None if value == "" else value for value in row])
    before, after = (workbook(data).active for data in (written(book), draft(written(book), "x.xlsx")))
    assert before is not None
    assert after is not None
    shapes = [
        [
            [len(v.split("\n")) if isinstance(v, str) else v for v in row]
            for row in rows.iter_rows(values_only=True)
        ]
        for rows in (before, after)
    ]
    assert shapes[0] == shapes[1]
