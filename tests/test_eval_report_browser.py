"""The page in a real browser, opened from a file as a reader would."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from report_sample import sample_report

from eval.report.index import IndexRow, render_index
from eval.report.page import render_page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(render_page(sample_report()), "utf-8")
    return file.as_uri()


@pytest.fixture
def complaints() -> list[str]:
    """What the page asked of the network, and what its script or its policy complained about."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("request", lambda request: complaints.append(request.url) if request.url != address else None)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    context.close()


def test_the_page_asks_nothing_of_the_network_and_complains_of_nothing(
    page: Page, complaints: list[str]
) -> None:
    page.keyboard.press("j")
    page.get_by_role("button", name="Dark page").click()
    assert complaints == []


def test_the_verdict_and_the_findings_are_there(page: Page) -> None:
    expect(page.get_by_role("heading", name="1 error to resolve")).to_be_visible()
    expect(page.locator(".finding")).to_have_count(4)
    expect(page.locator(".finding").first).to_contain_text("110 square kilometres")


def test_arabic_runs_from_right_to_left(page: Page) -> None:
    line = page.locator("#article-2")
    assert line.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert line.get_attribute("lang") == "ar"
    first, last = (
        line.evaluate(
            """(e, word) => {
                const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
                for (let node; (node = walker.nextNode());) {
                    const at = node.data.indexOf(word);
                    if (at < 0) continue;
                    const range = document.createRange();
                    range.setStart(node, at); range.setEnd(node, at + word.length);
                    return range.getBoundingClientRect().x;
                }
            }""",
            word,
        )
        for word in ("حرر", "التحالف")
    )
    assert first > last


def test_a_finding_leads_to_its_sentence_and_back(page: Page) -> None:
    page.locator("#finding-0 .jump").click()
    assert page.url.endswith("#bead-2")
    expect(page.locator("#bead-2")).to_be_in_viewport()
    page.locator("#bead-2 .note a").first.click()
    assert page.url.endswith("#finding-0")
    expect(page.locator("#finding-0")).to_be_in_viewport()


def test_evidence_is_highlighted_on_both_sides(page: Page) -> None:
    expect(page.locator("#article-2 mark")).to_have_text("110")
    expect(page.locator("#reference-1 mark.error")).to_have_text("110,000")


def test_the_map_leads_to_the_passage(page: Page) -> None:
    omitted = page.get_by_role("link", name="Omitted: 2 sentences of the reference, 1 finding")
    omitted.dispatch_event("click")
    page.wait_for_url("**#bead-3")
    expect(page.locator("#bead-3")).to_be_in_viewport()


def test_filters_hide_findings_notes_and_marks(page: Page) -> None:
    page.get_by_role("checkbox", name="error").uncheck()
    expect(page.locator("#finding-0")).to_be_hidden()
    expect(page.locator(".note[data-finding='0']")).to_be_hidden()
    expect(page.locator("#article-2 mark")).to_have_class("error off")
    expect(page.locator(".total")).to_have_text("3 of 4")


@pytest.mark.parametrize(("choice", "rows"), [("all", 5), ("findings", 3), ("unpaired", 3), ("uncertain", 1)])
def test_the_text_can_be_narrowed(page: Page, choice: str, rows: int) -> None:
    page.get_by_label("Show").select_option(choice)
    expect(page.locator(".row:not(.head):visible")).to_have_count(rows)


def test_j_and_k_walk_through_what_the_filters_leave(page: Page) -> None:
    page.get_by_role("checkbox", name="omission").uncheck()
    walked = []
    for key in ("j", "j", "j", "j", "k"):
        page.keyboard.press(key)
        walked.append(page.locator(".finding.current").get_attribute("id"))
    assert walked == ["finding-0", "finding-2", "finding-3", "finding-0", "finding-3"]
    expect(page.locator("#bead-1")).to_have_class("row addition notice current")


def test_what_is_reviewed_is_kept_and_can_be_hidden(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#finding-0 .reviewed input")).to_be_checked()
    page.reload()
    expect(page.locator("#finding-0")).to_have_class("finding error done")
    expect(page.locator("#reviewed-count")).to_have_text("1")
    page.locator("#show-reviewed").uncheck()
    expect(page.locator("#finding-0")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator(".finding.current")).to_have_id("finding-1")


def test_differing_words_can_be_switched_off(page: Page) -> None:
    decoration = "e => getComputedStyle(e).textDecorationLine"
    differing = page.locator(".draft .diff").first
    assert differing.evaluate(decoration) == "underline"
    page.get_by_label("Mark words that differ").uncheck()
    assert differing.evaluate(decoration) == "none"


def test_the_page_follows_the_theme_and_its_button(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_role("button", name="Light page").click()
    light = page.evaluate(background)
    context.close()
    assert [sum(map(int, colour[4:-1].split(","))) < 384 for colour in (dark, light)] == [True, False]


@pytest.mark.parametrize("width", [320, 400, 768, 1000, 1400])
def test_no_width_makes_the_page_scroll_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(browser: Browser, address: str, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text, over the nearest background that is opaque."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    weak = page.evaluate(
        """() => {
            const parse = (c) => c.match(/[\\d.]+/g).map(Number);
            const luminance = (c) => {
                const [r, g, b] = c.slice(0, 3).map((v) => v / 255)
                    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = (e) => {
                for (; e; e = e.parentElement) {
                    const c = parse(getComputedStyle(e).backgroundColor);
                    if (c.length < 4 || c[3] === 1) return c;
                }
                return [255, 255, 255];
            };
            const weak = new Set();
            for (const e of document.querySelectorAll("body *:not(script)")) {
                if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
                const [a, b] = [luminance(parse(getComputedStyle(e).color)), luminance(ground(e))];
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < 4.5) weak.add(`${e.tagName}.${e.className}: ${ratio.toFixed(2)}`);
            }
            return [...weak];
        }"""
    )
    context.close()
    assert weak == []


def test_the_index_asks_nothing_of_the_network_and_fits(browser: Browser, tmp_path: Path) -> None:
    rows = [
        IndexRow("خطاب", "a.report.html", sample_report(), reasons=("chrf is 4.00, under 50",)),
        IndexRow("b", None, None, "not UTF-8"),
    ]
    file = tmp_path / "index.html"
    file.write_text(render_index(rows, title="news", created=sample_report().created), "utf-8")
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 360, "height": 700})
    page.on("request", lambda request: complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    expect(page.get_by_role("link", name="خطاب")).to_have_attribute("href", "a.report.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
    assert complaints == [file.as_uri()]
