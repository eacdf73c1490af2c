"""OpenDocument's formatting of Arabic, turned into that of English.

ODF has two sets of some properties: one for complex scripts, such as Arabic, one for Western ones. What
a reader saw of the Arabic (its bold, its size) has to show in the English.
"""

from lxml import etree

_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_WRITING_MODE = f"{{{_STYLE}}}writing-mode"
_ALIGN = f"{{{_FO}}}text-align"
_TWINS = ("font-size", "font-weight", "font-style")


def turn_odf(root: "etree._Element") -> None:
    """Make the styles of a part left to right, in place.

    LibreOffice calls a paragraph that stands at the right edge `end`, whichever way it runs.

    >>> style = etree.Element("properties", {_WRITING_MODE: "rl-tb", _ALIGN: "end"})
    >>> turn_odf(style)
    >>> style.get(_WRITING_MODE), style.get(_ALIGN)
    ('lr-tb', 'start')
    """
    for element in root.iter(etree.Element):
        if element.get(_WRITING_MODE) in {"rl-tb", "rl"}:
            element.set(_WRITING_MODE, "lr-tb")
            if element.get(_ALIGN) in {"end", "right"}:
                element.set(_ALIGN, "start")
        if element.get(f"{{{_FO}}}language") == "ar":
            element.set(f"{{{_FO}}}language", "en")
            element.set(f"{{{_FO}}}country", "US")
        if element.tag == f"{{{_STYLE}}}text-properties":
            for name in _TWINS:
                complex_value = element.get(f"{{{_STYLE}}}{name}-complex")
                if complex_value is not None:
                    element.set(f"{{{_FO}}}{name}", complex_value)
