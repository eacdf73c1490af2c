"""Markdown comes back as Markdown: as markdown-it renders it, and byte for byte where nothing is drafted."""

from collections import Counter

import lxml.html
import pytest
from document_drafts import ARABIC, SENTENCE, draft, in_latin, unchanged
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mt.documents.drafting import plan_drafts
from mt.documents.markdown import read_markdown


def drafted(text: str) -> str:
    return draft(text.encode(), "x.md").decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# نعم\n", "# nEm\n"),
        ("## نعم ##\n", "## nEm ##\n"),
        ("نعم\n===\n", "nEm\n===\n"),
        ("- نعم\n  - لا\n", "- nEm\n  - la\n"),
        ("1. نعم\r\n2. لا\r\n", "1. nEm\r\n2. la\r\n"),
        ("> نعم\n> لا\n\nA", "> nEm la\n\nA"),
        ("- [x] نعم", "- [x] nEm"),
        ("> [!NOTE]\n> نعم", "> [!NOTE]\n> nEm"),
        ("لا **نعم** لا", "la **nEm** la"),
        ("لا __نعم__ `نعم`", "la __nEm__ `نعم`"),
        ('[نعم](http://x/نعم "T")', '[nEm](http://x/نعم "T")'),
        ("[نعم]\n\n[نعم]: http://x\n", "[nEm][نعم]\n\n[نعم]: http://x\n"),
        ("![نعم](a.png)", "![nEm](a.png)"),
        ("نعم[^1]\n\n[^1]: لا.\n", "nEm[^1]\n\n[^1]: la.\n"),
        ("نعم  \nلا", "nEm  \nla"),
        ("نعم\\\nلا", "nEm\\\nla"),
        ("| نعم | `a\\|b` |\n|:--|---|\n| لا | 25 |\n", "| nEm | `a\\|b` |\n|:--|---|\n| la | 25 |\n"),
        ("---\ntitle: نعم\n---\n\nنعم\n", "---\ntitle: نعم\n---\n\nnEm\n"),
        ("```\nنعم\n```\n", "```\nنعم\n```\n"),
        ("    نعم\n", "    نعم\n"),
        ("نعم $x^2$.", "nEm $x^2$."),
        ('<div dir="rtl">\n\nنعم\n\n</div>\n', '<div dir="ltr">\n\nnEm\n\n</div>\n'),
        ('> <p dir="rtl">\n> نعم</p>\n', '> <p dir="ltr">\n> nEm</p>\n'),
        ('<span dir="rtl">نعم</span> لا', '<span dir="ltr">nEm</span> la'),
        ("snake_case نعم", "snake_case nEm"),
        ('A <i dir="rtl">B</i> `<p dir="rtl">`', 'A <i dir="ltr">B</i> `<p dir="rtl">`'),
        ("\\*نعم\\*", "\\*nEm\\*"),
    ],
)
def test_what_is_drafted_and_what_stays(text: str, expected: str) -> None:
    assert drafted(text) == expected


def test_a_sentence_over_two_lines_is_one_sentence() -> None:
    text = SENTENCE.replace(" إلى", "\nإلى").replace("بيروت", "**بيروت**")
    plan = plan_drafts(read_markdown(text.encode(), "x.md").units)
    assert plan.texts[0] == SENTENCE
    assert f"**{in_latin('بيروت')}**" in drafted(text)


@pytest.mark.parametrize(
    "english",
    ["# a", "- a", "1. a", "a | b", "*a* _b_", "[a](b)", "<b>", "&amp;", "a\\", "`a`", "$a$", "===", "> a"],
)
@pytest.mark.parametrize("place", ["نعم", "# نعم", "- نعم", "| نعم |\n|--|\n"])
def test_a_draft_cannot_bring_markup_in(place: str, english: str) -> None:
    document = read_markdown(place.encode(), "x.md")
    written = document.render([type(unit)(english) for unit in document.units]).decode()
    assert rendered_text(written) == english
    assert tags(written) == tags(place)


def rendered(text: str) -> lxml.html.HtmlElement:
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    return lxml.html.fromstring(f"<main>{html}</main>")


def rendered_text(text: str) -> str:
    return " ".join(rendered(text).text_content().split())


def tags(text: str) -> Counter[object]:
    return Counter(element.tag for element in rendered(text).iter())


PIECES = [
    *("نعم", "لا؟ نعم.", " ", "  ", "\n", "\n\n", "\r\n", "  \n", "\\\n", "**", "*", "_", "__", "`", "``"),
    *("~~", "[", "]", "](x)", '](<a b> "t")', "![", "[r]", "\n\n[r]: http://u 'T'\n\n", "[^1]", "# ", "> "),
    *("\n\n[^1]: ", "- ", "1. ", "    ", "\t", "|", "\n|-|-|\n", "| a | نعم |", "\\|", "\\*", "&amp;"),
    *("&nbsp;", "<b>", "</b>", "<br>", "<http://a.b>", "<div dir=rtl>", "</div>", "<!--", "-->", "---\n"),
    *("===\n", "```\n", "$", "$x$", "- [ ] ", "> [!NOTE]\n", "25", "٢٥", "IBM", "snake_case", "!", "\\"),
    *("\N{RIGHT-TO-LEFT MARK}", "#", "\0"),
]
FILES = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@given(FILES)
def test_what_has_no_draft_keeps_every_character(text: str) -> None:
    plain = text.replace("dir=rtl", "dir=x")
    assert unchanged(plain.encode(), "x.md").decode() == plain


@given(FILES)
def test_any_file_can_be_written(text: str) -> None:
    before, after = text.count("\r\n\r\n"), drafted(text).count("\r\n\r\n")
    assert after >= before or "<" in text  # an empty line within HTML is white space there


INLINE = st.recursive(
    st.sampled_from(["نعم", "لا، نعم", "25", "`x`", "IBM", "<http://a.b>", "![نعم](a.png)"]),
    lambda inner: st.builds(
        lambda mark, parts: mark.format(" ".join(parts)),
        st.sampled_from(["**{}**", "*{}*", "x ~~{}~~", "[{}](x)", "<u>{}</u>", "{}"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
BLOCKS = st.builds(
    lambda prefix, text: f"{prefix}{text}", st.sampled_from(["", "# ", "- ", "1. ", "> ", "- [ ] "]), INLINE
)


@given(st.lists(BLOCKS, max_size=4).map("\n\n".join))
def test_a_draft_is_rendered_with_the_tags_of_its_source(text: str) -> None:
    after = drafted(text)
    assert tags(after) == tags(text)
    assert not ARABIC.search(rendered_text(after))
