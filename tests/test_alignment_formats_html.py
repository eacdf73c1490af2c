"""The page of an alignment."""

import re
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import sync_playwright

from alignment.bead import Bead
from alignment.bitext import Bitext
from alignment.formats.html import write_html

BITEXT = Bitext(
    source=("أولا.", "منقول <b>.", "ثالثا.", "رابعا."),
    target=("First.", "Third & more.", "Moved.", "Left over."),
    beads=(
        Bead((0,), (0,), 0.95, similarity=0.5),
        Bead((1,), (2,), 0.9, similarity=0.5, moved=True),
        Bead((2,), (1,), 0.45, similarity=0.5),
        Bead((), (3,), 0.8),
        Bead((3,), (), 0.7),
    ),
)


@pytest.fixture(scope="module")
def page() -> str:
    return write_html(BITEXT, names=("<article>", "speech"))


@pytest.fixture(scope="module")
def tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def classes(tree: html.HtmlElement) -> list[str]:
    return [str(row.get("class")) for row in tree.xpath("//div[@role='row']")]


def test_each_kind_of_bead_is_told_apart_and_a_marker_stands_where_the_moved_target_is(
    tree: html.HtmlElement,
) -> None:
    assert classes(tree) == [
        "row names",
        "row pair",
        "row moved",
        "row pair doubtful",
        "row place",
        "row target-only",
        "row source-only",
    ]


def test_texts_run_in_their_direction(tree: html.HtmlElement) -> None:
    directions = {(p.get("lang"), p.get("dir")) for p in tree.xpath("//div[@role='cell']/p[@lang]")}
    assert directions == {("ar", "rtl"), ("en", "ltr")}


def test_markup_in_texts_and_names_stays_text(tree: html.HtmlElement) -> None:
    assert tree.xpath("//article | //main//b") == []
    assert "منقول <b>." in tree.text_content()
    assert tree.xpath("string(//h1)").startswith("<article>")


def test_confidence_is_shown_rounded_down(tree: html.HtmlElement) -> None:
    assert re.findall(r"(\d+)% sure", tree.text_content()) == ["95", "90", "45", "80", "70"]


def test_the_bound_of_doubt_can_be_set() -> None:
    tree = html.document_fromstring(write_html(BITEXT, doubtful_below=0.75))
    assert [name for name in classes(tree) if "doubtful" in name] == [
        "row pair doubtful",
        "row source-only doubtful",
    ]


def test_the_page_asks_for_nothing(page: str) -> None:
    assert "http" not in page.replace("http-equiv", "")
    assert not re.search(r"<script|<link[^>]+stylesheet|@import|url\(", page)


def test_an_empty_alignment_is_a_page() -> None:
    assert classes(html.document_fromstring(write_html(Bitext((), (), ())))) == ["row names"]


def test_only_what_is_asked_for_is_shown_without_a_script(page: str, chromium: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page, "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        tab = browser.new_page()
        complaints: list[str] = []
        tab.on("console", lambda message: complaints.append(message.text))
        tab.goto(file.as_uri())
        shown = {}
        for choice in ("all", "null", "moved", "doubtful"):
            tab.check(f"#show-{choice}")
            shown[choice] = tab.locator(".row:visible").count() - 1
        tab.check("#theme-dark")
        dark = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        tab.emulate_media(media="print")
        printed = tab.evaluate("getComputedStyle(document.documentElement).colorScheme")
        browser.close()
    assert shown == {"all": 6, "null": 2, "moved": 2, "doubtful": 1}
    assert (dark, printed) == ("rgb(16, 20, 26)", "light")
    assert complaints == []
