"""HTML and XHTML in tokens, each with the characters that it stands for.

Follows the tokenisation of the HTML standard (section 13.2.5) as far as it tells text from markup. The
sources of the tokens, joined, are the file, so that what is not changed keeps every character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

Kind = Literal["start", "end", "empty", "text", "other"]

# An attribute's value runs to its quote, or without one to the next space. Quantifiers are possessive and
# what is not closed runs to the end, so that no file takes more than one pass.
_TOKEN = re.compile(
    r"""
    (?P<comment> <!-- (?: -?> | .*? (?: --!?> | \Z) ) )
    | (?P<declaration> <[!?] [^>]*+ >? )
    | (?P<tag> < (?P<slash>/?) (?P<name>[A-Za-z][^\s/>]*+)
        (?: [\s/]++ | =?[^\s/>=]++ (?: \s*+ = \s*+ (?: "[^"]*" | '[^']*' | [^\s"'>][^\s>]*+ )? )? | = )*+
        (?P<end> > | \Z ) )
    | (?P<text> [^<]++ | < )
    """,
    re.VERBOSE | re.DOTALL,
)
_BRACKETS = {"<?": "?>", "<![CDATA[": "]]>"}
ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s/>=]++)(?:(?P<equals>\s*+=\s*+)(?P<value>"[^"]*"|'[^']*'|[^\s"'>][^\s>]*+))?"""
)
_NO_MARKUP_INSIDE = frozenset("script style textarea title".split())
_NO_TEXT_INSIDE = frozenset("script style".split())


@dataclass(frozen=True, slots=True)
class Token:
    """A token.

    Attributes:
        kind: a start tag, an end tag, a tag that is both, characters, or anything else (a comment,
            a declaration, the content of a script).
        source: its characters in the file.
        name: of a tag, small letters, without the prefix of a namespace; of what stands in an element
            that holds no tags (a script, a title), the name of the element.
    """

    kind: Kind
    source: str
    name: str = ""

    def get(self, name: str) -> str | None:
        """Give the value of an attribute of a tag without entities; None if it has none."""
        for match in ATTRIBUTE.finditer(self.source, 1 + len(self.name)):
            if match["name"].lower() == name and match["value"] is not None:
                value: str = match["value"]
                return unescape(value[1:-1] if value[0] in "\"'" else value)
        return None


def tokenise(text: str, *, xml: bool = False) -> Iterator[Token]:
    """Cut HTML into tokens, whose sources joined are the text.

    Args:
        text: the file.
        xml: whether it is XHTML, in which `<title/>` is empty and a title may hold tags.

    >>> [(token.kind, token.source) for token in tokenise("<P>a &lt; b<br/><!-- c -->")]
    [('start', '<P>'), ('text', 'a &lt; b'), ('empty', '<br/>'), ('other', '<!-- c -->')]
    """
    position = 0
    last = {opening: text.rfind(closing) for opening, closing in _BRACKETS.items()}
    while position < len(text):
        opening = next((o for o in _BRACKETS if text.startswith(o, position) and position < last[o]), None)
        if opening is not None:
            end = text.index(_BRACKETS[opening], position) + len(_BRACKETS[opening])
            yield Token("other", text[position:end])
            position = end
            continue
        match = _TOKEN.match(text, position)
        if match is None:
            raise AssertionError(f"no token at {text[position : position + 20]!r}")
        position = match.end()
        if not match["end"]:
            yield Token("text" if match["text"] else "other", match.group())
            continue
        name = match["name"].lower().rpartition(":")[2]
        empty = match.group().endswith("/>") and (xml or name not in _NO_MARKUP_INSIDE)
        kind: Kind = "end" if match["slash"] else "empty" if empty else "start"
        yield Token(kind, match.group(), name)
        if kind == "start" and name in (_NO_TEXT_INSIDE if xml else _NO_MARKUP_INSIDE):
            closing = re.compile(rf"</{re.escape(match['name'])}(?=[\s/>])", re.IGNORECASE)
            found = closing.search(text, position)
            end = found.start() if found else len(text)
            if end > position:
                yield Token("other" if name in _NO_TEXT_INSIDE else "text", text[position:end], name)
            position = end
