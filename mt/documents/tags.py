"""Tags of HTML and its kin, one at a time: what they are, and their attributes in English.

A tag that need not change keeps every character, its case and its quotes among them.
"""

import re
from collections.abc import Callable

from mt.documents.markup import ATTRIBUTE

_TAG_NAME = re.compile(r"</?\s*[^\s/>]+")
_STYLE_DIRECTION = re.compile(r"(\bdirection\s*:\s*)rtl\b", re.IGNORECASE)
_STYLE_RIGHT = re.compile(r"(\btext-align\s*:\s*)right\b", re.IGNORECASE)
_RULE = re.compile(r"[^{}]*")
LANGUAGE = "en"


def edit_attributes(tag: str, change: Callable[[str, str], str | None]) -> str:
    """Change the values of attributes of a tag.

    Args:
        tag: a whole tag.
        change: given the name (small letters) and the raw value without quotes, gives the new raw
            value, or None to leave it.

    >>> edit_attributes('<P Dir=rtl id="x">', lambda name, value: "ltr" if name == "dir" else None)
    '<P Dir="ltr" id="x">'
    """
    head = _TAG_NAME.match(tag)
    start = head.end() if head else 0

    def replaced(match: re.Match[str]) -> str:
        quoted = match["value"]
        if quoted is None:
            return match.group()
        bare = quoted[1:-1] if quoted[0] in "\"'" else quoted
        new = change(match["name"].lower(), bare)
        if new is None or new == bare:
            return match.group()
        quote = "'" if quoted[0] == "'" and "'" not in new else '"'
        new = new.replace('"', "&quot;") if quote == '"' else new
        return f"{match['name']}{match['equals']}{quote}{new}{quote}"

    return tag[:start] + ATTRIBUTE.sub(replaced, tag[start:])


def english_tag(tag: str) -> str:
    """Make a tag left to right and English.

    >>> english_tag('<p dir="rtl" lang="ar-EG" style="direction:rtl;text-align:right">')
    '<p dir="ltr" lang="en" style="direction:ltr;text-align:left">'
    >>> english_tag('<td align="right">')
    '<td align="right">'
    """
    turned = re.search(r"""\bdir\s*=\s*["']?rtl""", tag, re.IGNORECASE) is not None

    def change(name: str, value: str) -> str | None:
        if name == "dir" and value.lower() == "rtl":
            return "ltr"
        if name in {"lang", "xml:lang"} and re.match(r"ar\b", value, re.IGNORECASE):
            return LANGUAGE
        if name == "style":
            return _english_declarations(value, turned=turned)
        if name == "align" and turned and value.lower() == "right":
            return "left"
        return None

    return edit_attributes(tag, change)


def english_css(css: str) -> str:
    """Make the rules of a style sheet left to right.

    >>> english_css("p { direction: rtl; text-align: right } td { text-align: right }")
    'p { direction: ltr; text-align: left } td { text-align: right }'
    """
    return _RULE.sub(lambda rule: _english_declarations(rule.group(), turned=False), css)


def _english_declarations(css: str, *, turned: bool) -> str:
    new, count = _STYLE_DIRECTION.subn(r"\1ltr", css)
    return _STYLE_RIGHT.sub(r"\1left", new) if count or turned else new
