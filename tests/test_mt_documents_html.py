"""HTML comes back as HTML: the tags of the draft are those of the page, as lxml reads them."""

from collections import Counter
from collections.abc import Iterator

import lxml.html
import pytest
from document_drafts import ARABIC, SENTENCE, draft, in_latin, unchanged
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mt.documents.drafting import plan_drafts
from mt.documents.html import read_html
from mt.documents.markup import tokenise
from mt.errors import EncodingError, FormatError


def drafted(page: str, name: str = "x.html") -> str:
    return draft(page.encode(), name).decode()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>نعم</p>", "<p>nEm</p>"),
        ("<p>\n  نعم\n</p>\n", "<p>\n  nEm\n</p>\n"),
        ("<P Class='a'>نعم", "<P Class='a'>nEm"),
        ('<p dir="rtl" lang="ar">نعم</p>', '<p dir="ltr" lang="en">nEm</p>'),
        ("<html lang=ar-EG dir=RTL>", '<html lang="en" dir="ltr">'),
        ("<p>لا <b>نعم</b> لا</p>", "<p>la <b>nEm</b> la</p>"),
        ("<li>نعم<ul><li>لا</ul>", "<li>nEm<ul><li>la</ul>"),
        ("<p>نعم<br>لا</p>", "<p>nEm<br>la</p>"),
        ("<p>نعم\n لا</p>", "<p>nEm la</p>"),
        ("<pre>نعم\n لا</pre>", "<pre>nEm\n la</pre>"),
        ("<title>نعم</title>", "<title>nEm</title>"),
        ('<img alt="نعم" src="نعم.png">', '<img alt="nEm" src="نعم.png">'),
        ('<meta name="description" content="نعم">', '<meta name="description" content="nEm">'),
        ('<meta name="other" content="نعم">', '<meta name="other" content="نعم">'),
        ("<p>نعم &amp; لا &lt;</p>", "<p>nEm &amp; la &lt;</p>"),
        ("<p>A &copy; B</p>", "<p>A &copy; B</p>"),
        ("<p translate='no'>نعم</p>", "<p translate='no'>نعم</p>"),
        ("<p><code>نعم</code></p>", "<p><code>نعم</code></p>"),
        ("<script>'نعم'</script>", "<script>'نعم'</script>"),
        ("<style>p{direction:rtl}</style>", "<style>p{direction:ltr}</style>"),
        ("<!-- نعم -->", "<!-- نعم -->"),
        ("<input type=submit value=نعم>", '<input type=submit value="nEm">'),
        ("<x-tag>نعم</x-tag>", "<x-tag>nEm</x-tag>"),
    ],
)
def test_what_is_drafted_and_what_stays(page: str, expected: str) -> None:
    assert drafted(page) == expected


def test_a_sentence_with_a_bold_word_is_one_sentence() -> None:
    page = f"<p>{SENTENCE.replace('وزير', '<b>وزير</b>')}</p>".encode()
    assert plan_drafts(read_html(page, "x.html").units).texts == (SENTENCE, "وزير")


def test_a_link_within_a_sentence_goes_where_its_words_are() -> None:
    page = f"<p>{SENTENCE.replace('بيروت', '<a href=/b>بيروت</a>')}</p>"
    assert f"<a href=/b>{in_latin('بيروت')}</a>" in drafted(page)


def test_a_draft_cannot_bring_tags_in() -> None:
    document = read_html("<p title='نعم'>نعم</p>".encode(), "x.html")
    attack = [type(unit)('<script>"</script>') for unit in document.units]
    parsed = lxml.html.fromstring(document.render(attack).decode())
    assert (parsed.text, parsed.get("title"), len(parsed)) == ('<script>"</script>', '<script>"</script>', 0)


def test_a_page_in_the_encoding_that_it_names_comes_back_in_utf8() -> None:
    page = '<meta charset="windows-1256"><p>نعم</p>'.encode("windows-1256")
    assert draft(page, "x.html").decode() == '<meta charset="utf-8"><p>nEm</p>'


def test_a_page_in_another_encoding_is_refused() -> None:
    with pytest.raises(EncodingError, match=r"x\.html is not UTF-8"):
        read_html("<p>نعم</p>".encode("windows-1256"), "x.html")


def test_tags_nested_without_end_are_refused() -> None:
    with pytest.raises(FormatError, match="nested deeper than 100 levels"):
        read_html(b"<b>" * 5000 + "نعم".encode() + b"</b>" * 5000, "x.html")


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a b="', "<!--", "<?", "<![CDATA[", "<code>", "<script>", "&#"]
)
def test_a_hundred_thousand_broken_tags_take_one_pass(piece: str) -> None:
    page = piece * 20_000
    assert "".join(token.source for token in tokenise(page)) == page


PIECES = [
    *(
        "<p>",
        "</p>",
        "<div dir=rtl>",
        "</div>",
        "<b>",
        "</b>",
        "<a href='x'>",
        "</a>",
        "<br>",
        "<br/>",
        "<ul>",
    ),
    *(
        "<li>",
        "<td>",
        "<code>",
        "</code>",
        "<img alt='نعم'>",
        "<!-- c -->",
        "<script>",
        "</script>",
        "<title>",
    ),
    *(
        "</title>",
        "<pre>",
        "</pre>",
        "<",
        ">",
        "&",
        "&amp;",
        "&#x6;",
        '"',
        "<!",
        "<?",
        "نعم",
        " ",
        "\n",
        "\r\n",
    ),
    *("25", "IBM.", "لا؟", "\N{RIGHT-TO-LEFT MARK}", "\u00a0", "<span translate=no>", "</span>"),
]
PAGES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(PAGES)
def test_what_has_no_draft_keeps_every_character(page: str) -> None:
    plain = page.replace("dir=rtl", "dir=x")
    assert unchanged(plain.encode(), "x.html").decode() == plain


@given(PAGES)
def test_every_tag_comes_back_once_and_in_its_block(page: str) -> None:
    before, after = ([t for t in tokenise(text) if t.kind != "text"] for text in (page, drafted(page)))
    assert Counter(token.name or token.source for token in before) == Counter(
        token.name or token.source for token in after
    )
    blocks = [
        [t.name for t in tokens if t.name in {"p", "div", "li", "ul", "td"}] for tokens in (before, after)
    ]
    assert blocks[0] == blocks[1]


def trees(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from("p div span b i a em li td code h1 section".split())
    return st.builds(
        lambda name, inner: f"<{name}>{''.join(inner)}</{name}>", names, st.lists(children, max_size=4)
    )


WELL_FORMED = st.recursive(
    st.sampled_from(["نعم", " ", "25", "لا. نعم؟", "a &amp; b", "<br/>", '<img src="x"/>', "<!-- c -->"]),
    trees,
    max_leaves=20,
)


@given(WELL_FORMED)
def test_what_was_well_formed_xhtml_is_well_formed(inner: str) -> None:
    page = f"<html><body>{inner}</body></html>"
    before = etree.fromstring(page)
    after = etree.fromstring(drafted(page, "x.xhtml"))
    assert Counter(element.tag for element in before.iter(etree.Element)) == Counter(
        element.tag for element in after.iter(etree.Element)
    )
    for element in after.iter("code"):
        element.text = ""
    assert not ARABIC.search("".join(_texts(after)))


def _texts(root: etree._Element) -> Iterator[str]:
    skipped = {inner for element in root.iter("code") for inner in element.iter()}
    for element in root.iter(etree.Element):
        if element not in skipped:
            yield element.text or ""
            yield from (child.tail or "" for child in element)
