"""PO catalogues come back as gettext wants them: opened again by Babel."""

from io import BytesIO

import polib
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from document_drafts import draft, unchanged
from hypothesis import given
from hypothesis import strategies as st

from mt.documents.registry import read_document
from mt.errors import EncodingError, FormatError, LanguageError

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def reopened(data: bytes) -> Catalog:
    return read_po(BytesIO(data), ignore_obsolete=False, abort_invalid=True)


def made(messages: list[tuple[str | tuple[str, str], str]]) -> bytes:
    """A catalogue that Babel wrote."""
    catalogue = Catalog(locale="en", fuzzy=False)
    for key, translation in messages:
        catalogue.add(key, translation or None, locations=[("a.py", 1)], auto_comments=["note"])
    output = BytesIO()
    write_po(output, catalogue)
    return output.getvalue()


def test_messages_get_drafts_that_a_person_has_to_see() -> None:
    catalogue = reopened(draft(made([("نعم %s", ""), ("لا", "No"), ("Only English", "")]), "x.po"))
    assert [(m.id, m.string, m.fuzzy) for m in catalogue if m.id] == [
        ("نعم %s", "nEm %s", True),
        ("لا", "No", False),
        ("Only English", "", False),
    ]
    assert all(message.auto_comments == ["note"] for message in catalogue if message.id)


def test_plural_forms_are_the_two_of_english() -> None:
    catalogue = reopened(draft(made([(("كتاب", "كتب"), "")]), "x.po"))
    [message] = [m for m in catalogue if m.id]
    assert message.string == ("ktab", "ktb")
    assert catalogue.num_plurals == 2


def test_six_plural_forms_of_arabic_become_two() -> None:
    text = 'msgid "كتاب"\nmsgid_plural "كتب"\n' + "".join(f'msgstr[{n}] ""\n' for n in range(6))
    assert [
        dict(e.msgstr_plural) for e in polib.pofile(draft((HEADER + text).encode(), "x.po").decode())
    ] == [{0: "ktab", 1: "ktb"}]


def test_line_ends_in_a_message_stay() -> None:
    data = (HEADER + 'msgid ""\n"نعم\\n"\n"لا\\n"\nmsgstr ""\n').encode()
    assert [m.string for m in reopened(draft(data, "x.po")) if m.id] == ["nEm\nla\n"]


def test_a_context_and_an_obsolete_message_stay() -> None:
    text = HEADER + 'msgctxt "menu"\nmsgid "نعم"\nmsgstr ""\n\n#~ msgid "لا"\n#~ msgstr ""\n'
    catalogue = reopened(draft(text.encode(), "x.po"))
    assert [(m.context, m.string) for m in catalogue if m.id] == [("menu", "nEm")]
    assert [m.string for m in catalogue.obsolete.values()] == [""]


def test_a_catalogue_without_arabic_keeps_every_character() -> None:
    data = made([("Yes", ""), ("No", "Non")])
    assert draft(data, "x.po") == unchanged(data, "x.po") == data


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"msgid 'x'\nmsgstr", FormatError),
        (b"\xff", EncodingError),
        ((HEADER[:-1] + '"Language: ar\\n"\n\nmsgid "Yes"\nmsgstr "نعم"\n').encode(), LanguageError),
    ],
)
def test_what_is_no_catalogue_for_english_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"x\.po"):
        read_document(data, "x.po")


WORDS = st.lists(
    st.sampled_from(["نعم", "%s", " ", "\n", "\\", '"', "{x}", "\t", "25", "é"]), min_size=1, max_size=6
)
KEYS = st.lists(WORDS.map("".join).filter(str.strip), unique=True, max_size=5)


@given(KEYS)
def test_keys_stay_in_their_order(keys: list[str]) -> None:
    catalogue = reopened(draft(made([(key, "") for key in keys]), "x.po"))
    assert [message.id for message in catalogue if message.id] == keys
    for message in catalogue:
        if "نعم" in message.id:
            assert message.string.count("\n") == message.id.count("\n")
