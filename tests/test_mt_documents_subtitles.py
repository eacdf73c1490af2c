"""Subtitles come back with every time as it was: opened again by pysubs2."""

import re
from collections.abc import Iterable, Iterator

import pysubs2
import pytest
from document_drafts import ARABIC, SENTENCE, draft, in_latin, unchanged
from hypothesis import given
from hypothesis import strategies as st

from mt.documents.document import MarkedText
from mt.documents.drafting import plan_drafts
from mt.documents.registry import read_document
from mt.errors import FormatError

SRT = """1\r
00:00:01,000 --> 00:00:04,500\r
<i>وصل وزير الخارجية</i>\r
إلى بيروت اليوم.\r
\r
2\r
00:00:05,000 --> 00:00:07,000 X1:40 X2:600\r
{\\an8}- نعم\r
- لا\r
\r
3\r
00:00:08,000 --> 00:00:09,000\r
IBM\r
"""
VTT = """WEBVTT - نعم

NOTE نعم
لا

STYLE
::cue { color: red }

intro
00:01.000 --> 00:04.000 align:right position:10%
<v أحمد>نعم &amp; لا</v>

00:05.000 --> 00:06.000
<00:05.500><c.loud>نعم</c> لا
"""


@pytest.mark.parametrize(("text", "name", "kind"), [(SRT, "x.srt", "srt"), (VTT, "x.vtt", "vtt")])
def test_pysubs2_reads_the_same_times(text: str, name: str, kind: str) -> None:
    before, after = (
        pysubs2.SSAFile.from_string(data, format_=kind)
        for data in (text, draft(text.encode(), name).decode())
    )
    assert [(event.start, event.end) for event in before] == [(event.start, event.end) for event in after]
    assert len(after) == len(before) > 1
    assert not ARABIC.search("".join(re.sub("<[^>]*>", "", event.text) for event in after))


def test_all_but_the_text_of_cues_keeps_every_character() -> None:
    assert draft(VTT.encode(), "x.vtt").decode() == (
        VTT.replace(">نعم &amp; لا<", ">nEm &amp; la<").replace(">نعم</c> لا", ">nEm</c> la")
    )


def test_a_sentence_over_two_lines_is_one_sentence() -> None:
    document = read_document(SRT.encode(), "x.srt")
    assert plan_drafts(document.units).texts[0] == SENTENCE
    lines = draft(SRT.encode(), "x.srt").decode().split("\r\n")
    assert lines[2:4] == [f"<i>{in_latin('وصل وزير الخارجية')}</i> {in_latin('إلى بيروت اليوم.')}", ""]


def test_a_long_draft_is_broken_evenly() -> None:
    document = read_document(SRT.encode(), "x.srt")
    drafts = [MarkedText("word " * 15 + "end"), *document.units[1:]]
    lines = document.render(drafts).decode().split("\r\n")[2:4]
    assert [len(line) for line in lines] == [39, 38]


def test_two_speakers_keep_their_lines() -> None:
    lines = draft(SRT.encode(), "x.srt").decode().split("\r\n")
    assert "{\\an8}- nEm" in lines
    assert "- la" in lines


def test_a_byte_order_mark_stays() -> None:
    assert draft(b"\xef\xbb\xbf" + SRT.encode(), "x.srt").startswith(b"\xef\xbb\xbf1\r\n")


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("نعم", "x.vtt", "is not WebVTT"),
        ("نعم", "x.srt", "has no cue"),
        ("WEBVTT2", "x.vtt", "is not WebVTT"),
    ],
)
def test_a_file_that_is_something_else_is_refused(text: str, name: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_document(text.encode(), name)


TEXTS = st.lists(
    st.sampled_from(
        ["نعم", " ", "<i>", "</i>", "{\\an8}", "- ", "25", "لا؟ نعم.", "IBM", "\N{RIGHT-TO-LEFT MARK}"]
    ),
    min_size=1,
    max_size=8,
).map("".join)
LINES = st.lists(TEXTS, min_size=1, max_size=3)
FILES = st.lists(LINES, min_size=1, max_size=4)
TIME = "00:00:0{}.000 --> 00:00:0{}.500"


@given(cues=FILES, end=st.sampled_from(["\n", "\r\n"]))
@pytest.mark.parametrize("name", ["x.srt", "x.vtt"])
def test_every_cue_keeps_its_place(name: str, cues: list[list[str]], end: str) -> None:
    head = "WEBVTT" + end * 2 if name == "x.vtt" else ""
    blocks = [
        f"{number}{end}{TIME.format(number, number)}{end}{end.join(lines)}{end}"
        for number, lines in enumerate(cues)
    ]
    text = head + end.join(blocks)
    assert unchanged(text.encode(), name).decode() == text
    after = draft(text.encode(), name).decode()
    assert [line for line in after.split(end) if "-->" in line] == [
        line for line in text.split(end) if "-->" in line
    ]
    assert list(_blocks(after.split(end))) == list(_blocks(text.split(end)))
    assert after.count("<i>") == text.count("<i>")


def _blocks(lines: Iterable[str]) -> Iterator[int]:
    """Yield the number of each cue whose text is not blank."""
    before = ""
    for line in lines:
        if "-->" in line:
            yield int(before)
        before = line


def test_a_cue_of_a_direction_mark_alone_stays_a_cue() -> None:
    text = f"1\n{TIME.format(1, 2)}\n\N{RIGHT-TO-LEFT MARK}\n\n2\n{TIME.format(2, 3)}\nنعم\n"
    assert draft(text.encode(), "x.srt").decode().endswith(f"2\n{TIME.format(2, 3)}\n{in_latin('نعم')}\n")
