"""XLIFF and TMX come back complete and valid: held to document types written here after the standards."""

from collections import Counter
from io import StringIO

import pytest
from document_drafts import SENTENCE, draft
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mt.documents.drafting import plan_drafts
from mt.documents.registry import read_document
from mt.errors import FormatError, LanguageError, UnsafeFileError

INLINE_12 = "(#PCDATA | g | x | bx | ex | ph | bpt | ept | it | mrk)*"
# The elements of XLIFF 1.2 (OASIS, 2008) that these tests use, with the order that section 2.3 gives them.
XLIFF_12 = etree.DTD(
    StringIO(f"""
<!ELEMENT xliff (file+)> <!ATTLIST xliff version CDATA #REQUIRED xmlns CDATA #IMPLIED>
<!ELEMENT file (body)>
<!ATTLIST file original CDATA #REQUIRED source-language CDATA #REQUIRED target-language CDATA #IMPLIED
  datatype CDATA #REQUIRED>
<!ELEMENT body (group | trans-unit)*> <!ELEMENT group (trans-unit)*>
<!ELEMENT trans-unit (source, seg-source?, target?, note*)>
<!ATTLIST trans-unit id CDATA #REQUIRED translate (yes | no) #IMPLIED approved (yes | no) #IMPLIED>
<!ELEMENT source {INLINE_12}> <!ELEMENT seg-source {INLINE_12}> <!ELEMENT target {INLINE_12}>
<!ATTLIST source xml:lang CDATA #IMPLIED>
<!ATTLIST target xml:lang CDATA #IMPLIED state-qualifier (leveraged-mt) #IMPLIED
  state (final | needs-review-translation | needs-translation | new | signed-off | translated) #IMPLIED>
<!ELEMENT g {INLINE_12}> <!ATTLIST g id CDATA #REQUIRED ctype CDATA #IMPLIED>
<!ELEMENT mrk {INLINE_12}> <!ATTLIST mrk mtype CDATA #REQUIRED mid CDATA #IMPLIED>
<!ELEMENT x EMPTY> <!ATTLIST x id CDATA #REQUIRED ctype CDATA #IMPLIED>
<!ELEMENT bx EMPTY> <!ATTLIST bx id CDATA #REQUIRED rid CDATA #IMPLIED>
<!ELEMENT ex EMPTY> <!ATTLIST ex id CDATA #REQUIRED rid CDATA #IMPLIED>
<!ELEMENT ph (#PCDATA)> <!ATTLIST ph id CDATA #REQUIRED>
<!ELEMENT bpt (#PCDATA)> <!ATTLIST bpt id CDATA #REQUIRED rid CDATA #IMPLIED>
<!ELEMENT ept (#PCDATA)> <!ATTLIST ept id CDATA #REQUIRED rid CDATA #IMPLIED>
<!ELEMENT it (#PCDATA)> <!ATTLIST it id CDATA #REQUIRED pos CDATA #REQUIRED>
<!ELEMENT note (#PCDATA)>
""")
)
INLINE_2 = "(#PCDATA | pc | ph | sc | ec | mrk)*"
# Those of XLIFF 2.1 (OASIS, 2018).
XLIFF_2 = etree.DTD(
    StringIO(f"""
<!ELEMENT xliff (file+)>
<!ATTLIST xliff version CDATA #REQUIRED srcLang CDATA #REQUIRED trgLang CDATA #REQUIRED xmlns CDATA #IMPLIED>
<!ELEMENT file (unit+)> <!ATTLIST file id CDATA #REQUIRED trgDir (ltr | auto) #IMPLIED>
<!ELEMENT unit (segment | ignorable)+> <!ATTLIST unit id CDATA #REQUIRED translate (yes | no) #IMPLIED>
<!ELEMENT segment (source, target?)>
<!ATTLIST segment id CDATA #IMPLIED state (initial | translated | reviewed | final) #IMPLIED>
<!ELEMENT ignorable (source, target?)>
<!ELEMENT source {INLINE_2}> <!ELEMENT target {INLINE_2}>
<!ELEMENT pc {INLINE_2}> <!ATTLIST pc id CDATA #REQUIRED>
<!ELEMENT mrk {INLINE_2}> <!ATTLIST mrk id CDATA #REQUIRED>
<!ELEMENT ph EMPTY> <!ATTLIST ph id CDATA #REQUIRED>
<!ELEMENT sc EMPTY> <!ATTLIST sc id CDATA #REQUIRED>
<!ELEMENT ec EMPTY> <!ATTLIST ec startRef CDATA #REQUIRED>
""")
)
INLINE_TMX = "(#PCDATA | bpt | ept | ph | hi)*"
# Those of TMX 1.4b (LISA, 2005).
TMX = etree.DTD(
    StringIO(f"""
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header EMPTY>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED segtype CDATA #REQUIRED
  o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)> <!ELEMENT tu (prop*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT tuv (seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED creationid CDATA #IMPLIED>
<!ELEMENT seg {INLINE_TMX}> <!ELEMENT hi {INLINE_TMX}> <!ATTLIST hi type CDATA #IMPLIED>
<!ELEMENT bpt (#PCDATA)> <!ATTLIST bpt i CDATA #REQUIRED>
<!ELEMENT ept (#PCDATA)> <!ATTLIST ept i CDATA #REQUIRED>
<!ELEMENT ph (#PCDATA)> <!ATTLIST ph x CDATA #IMPLIED>
""")
)


def old(units: str, *, languages: str = 'source-language="ar" target-language="en"') -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file original="x" datatype="plaintext" {languages}><body>{units}</body></file></xliff>'
    ).encode()


def new(segments: str, *, languages: str = 'srcLang="ar" trgLang="en"') -> bytes:
    return (
        f'<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" {languages}>'
        f'<file id="f" trgDir="rtl"><unit id="u">{segments}</unit></file></xliff>'
    ).encode()


def memory(units: str) -> bytes:
    return (
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header creationtool="x" '
        'creationtoolversion="1" segtype="sentence" o-tmf="x" '
        'adminlang="en" srclang="ar" datatype="plaintext"/>'
        f"<body>{units}</body></tmx>"
    ).encode()


def checked(data: bytes, name: str, schema: etree.DTD) -> etree._Element:
    """Draft a file, and give its root once its namespace is off and it is valid."""
    text = draft(data, name).decode()
    assert ("<!DOCTYPE" in text) == (b"<!DOCTYPE" in data)
    root = etree.fromstring(draft(data, name))
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    etree.cleanup_namespaces(root)
    assert schema.validate(root), schema.error_log
    return root


def content(root: etree._Element, path: str) -> str:
    """Give the inside of an element as it is written."""
    [element] = root.iterfind(path)
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    return whole[whole.index(">") + 1 : whole.rindex("</")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("نعم", "nEm"),
        ("لا <g id='1'>نعم</g> لا", 'la <g id="1">nEm</g> la'),
        ("<bpt id='1'>{b</bpt>نعم<ept id='1'>}</ept>", '<bpt id="1">{b</bpt>nEm<ept id="1">}</ept>'),
        ("نعم<x id='1' ctype='lb'/>لا", 'nEm<x id="1" ctype="lb"/>la'),
        ("IBM 25", "IBM 25"),
        ("نعم <bx id='1' rid='r'/>لا<ex id='2' rid='r'/>", 'nEm <bx id="1" rid="r"/>la<ex id="2" rid="r"/>'),
    ],
)
def test_a_target_of_xliff_1_has_the_tags_of_its_source(source: str, target: str) -> None:
    root = checked(old(f"<trans-unit id='1'><source>{source}</source></trans-unit>"), "x.xlf", XLIFF_12)
    assert content(root, ".//target") == target


def test_a_draft_of_xliff_1_says_that_it_needs_review() -> None:
    root = checked(
        old("<trans-unit id='1'><source xml:lang='ar'>نعم</source></trans-unit>"), "x.xlf", XLIFF_12
    )
    [target] = root.iter("target")
    assert sorted(target.attrib.values()) == ["en", "leveraged-mt", "needs-review-translation"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("<target/>", "nEm"),
        ("<target state='new'>x</target>", "nEm"),
        ("<target>نعم</target>", "nEm"),
        ("<target>x</target>", "x"),
        ("<target state='final'>x</target>", "x"),
    ],
)
def test_work_that_was_done_stays(target: str, expected: str) -> None:
    unit = f"<trans-unit id='1'><source>نعم</source>{target}</trans-unit>"
    assert content(checked(old(unit), "x.xlf", XLIFF_12), ".//target") == expected


def test_what_is_not_to_be_translated_gets_no_target() -> None:
    unit = "<trans-unit id='1' translate='no'><source>نعم</source></trans-unit>"
    assert not list(checked(old(unit), "x.xlf", XLIFF_12).iter("target"))


def test_segments_of_a_unit_are_those_of_its_target() -> None:
    segments = "<mrk mtype='seg' mid='0'>نعم.</mrk> <mrk mtype='seg' mid='1'>لا.</mrk>"
    unit = f"<trans-unit id='1'><source>نعم. لا.</source><seg-source>{segments}</seg-source></trans-unit>"
    root = checked(old(unit), "x.xlf", XLIFF_12)
    assert content(root, ".//target") == (
        '<mrk mtype="seg" mid="0">nEm.</mrk> <mrk mtype="seg" mid="1">la.</mrk>'
    )


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("نعم", "nEm"),
        ("لا <pc id='1'>نعم</pc>", 'la <pc id="1">nEm</pc>'),
        ("<sc id='1'/>نعم<ec startRef='1'/>", '<sc id="1"/>nEm<ec startRef="1"/>'),
        ("نعم <ph id='1'/>", 'nEm <ph id="1"/>'),
    ],
)
def test_a_target_of_xliff_2_has_the_tags_of_its_source(source: str, target: str) -> None:
    root = checked(new(f"<segment><source>{source}</source></segment>"), "x.xliff", XLIFF_2)
    assert content(root, ".//target") == target
    assert [segment.get("state") for segment in root.iter("segment")] == ["translated"]


@pytest.mark.parametrize(
    "data",
    [
        old("", languages='source-language="fr"'),
        old("", languages='source-language="ar" target-language="de"'),
        new("<segment><source/></segment>", languages='srcLang="en"'),
    ],
)
def test_other_languages_are_refused(data: bytes) -> None:
    with pytest.raises(LanguageError, match=r"x\.xlf is (from|to) (fr|de|en)"):
        read_document(data, "x.xlf")


@pytest.mark.parametrize(("data", "name"), [(b"<a/>", "x.xlf"), (b"<a/>", "x.tmx"), (b"<a", "x.tmx")])
def test_other_xml_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(FormatError, match="is not"):
        read_document(data, name)


@pytest.mark.parametrize("name", ["x.xlf", "x.tmx"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://localhost/x.dtd"> %x;]>',
    ],
)
def test_entities_are_refused(name: str, declaration: str) -> None:
    for data in (old("<trans-unit id='1'><source>&b;</source></trans-unit>"), memory("&x;")):
        text = data.decode().replace('<!DOCTYPE tmx SYSTEM "tmx14.dtd">', "")
        start = text.index("<xliff" if "<xliff" in text else "<tmx")
        with pytest.raises((UnsafeFileError, FormatError), match=r"entit|not well-formed|Entity"):
            read_document((text[:start] + declaration + text[start:]).encode(), name)


def test_a_memory_gets_the_english_that_it_lacks() -> None:
    arabic = "<tuv xml:lang='ar-EG'><seg>لا <bpt i='1'>{</bpt>نعم<ept i='1'>}</ept></seg></tuv>"
    done = "<tuv xml:lang='ar'><seg>نعم</seg></tuv><tuv xml:lang='en-US'><seg>Yes</seg></tuv>"
    root = checked(memory(f"<tu tuid='1'>{arabic}</tu><tu tuid='2'>{done}</tu>"), "x.tmx", TMX)
    first, second = root.iter("tu")
    assert content(first, "tuv[2]/seg") == 'la <bpt i="1">{</bpt>nEm<ept i="1">}</ept>'
    assert [variant.get("creationid") for variant in root.iter("tuv")] == [None, "amana", None, None]
    assert [seg.text for seg in second.iter("seg")] == ["نعم", "Yes"]


def test_a_sentence_with_tags_is_translated_as_one() -> None:
    source = SENTENCE.replace("وزير", "<g id='1'>وزير</g>").replace("إلى", "<x id='2'/>إلى")
    units = read_document(old(f"<trans-unit id='1'><source>{source}</source></trans-unit>"), "x.xlf").units
    assert plan_drafts(units).texts[0] == SENTENCE


INNER = st.recursive(
    st.sampled_from(["نعم", " ", "25", "لا. ", "<x id='x'/>", "&amp;", "<ph id='p'>نعم</ph>", "IBM"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"<g id='g'>{''.join(parts)}</g>"),
    max_leaves=10,
)


@given(st.lists(st.lists(INNER, max_size=4).map("".join), max_size=4))
def test_every_unit_keeps_its_id_its_place_and_its_tags(sources: list[str]) -> None:
    units = "".join(
        f"<trans-unit id='{number}'><source>{source}</source></trans-unit>\n"
        for number, source in enumerate(sources)
    )
    root = checked(old(units), "x.xlf", XLIFF_12)
    assert [unit.get("id") for unit in root.iter("trans-unit")] == [str(n) for n in range(len(sources))]
    for unit in root.iter("trans-unit"):
        source, target = unit.find("source"), unit.find("target")
        assert source is not None
        if target is not None:
            assert Counter(e.tag for e in source.iter()) - Counter(["source"]) == Counter(
                e.tag for e in target.iter()
            ) - Counter(["target"])
        else:
            assert not "".join(source.xpath("text() | .//g/text()")).strip()
