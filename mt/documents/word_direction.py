"""Word's formatting of Arabic, turned into that of English.

Word has two sets of some properties: one for scripts that run from right to left, one for others.
What a reader saw of the Arabic (its bold, its size) has to show in the English.
"""

from copy import deepcopy

from lxml import etree

from mt.documents.ooxml import attribute, local, sibling_tag

_TURNED = frozenset("bidi bidiVisual rtlGutter".split())
_TWINS = {"bCs": "b", "iCs": "i", "szCs": "sz"}
_ARABIC_NUMBERS = {
    "arabicAlpha": "lowerLetter",
    "arabicAbjad": "lowerLetter",
    "hindiNumbers": "decimal",
    "hindiCounting": "decimal",
    "hindiVowels": "lowerLetter",
    "hindiConsonants": "lowerLetter",
}
_LANGUAGE = "en-US"


def turn_word(root: "etree._Element") -> None:
    """Make a part of a Word document left to right, in place.

    >>> run = etree.fromstring('<w:rPr xmlns:w="w"><w:bCs/><w:rtl/></w:rPr>')
    >>> turn_word(run)
    >>> [local(child) for child in run]
    ['b', 'bCs']
    """
    for element in list(root.iter(etree.Element)):
        name = local(element)
        if name in _TURNED:
            _remove(element)
        elif name == "rPr":
            _turn_run(element)
        elif name == "lang":
            for side in ("val", "eastAsia"):
                if (attribute(element, side) or "").startswith("ar"):
                    element.set(sibling_tag(element, side), _LANGUAGE)
        elif name in {"dir", "bdo"} and attribute(element, "val") == "rtl":
            element.set(sibling_tag(element, "val"), "ltr")
        elif name == "numFmt":
            value = attribute(element, "val") or ""
            element.set(sibling_tag(element, "val"), _ARABIC_NUMBERS.get(value, value))


def _turn_run(properties: "etree._Element") -> None:
    """Give a run's Latin properties the values of those for Arabic, if it was Arabic."""
    direction = [child for child in properties if local(child) in {"rtl", "cs"}]
    if any(attribute(child, "val") not in {"0", "false", "off"} for child in direction):
        for child in list(properties):
            twin = _TWINS.get(local(child))
            if twin is None:
                continue
            for old in [other for other in properties if local(other) == twin]:
                _remove(old)
            copy = deepcopy(child)
            copy.tag = sibling_tag(child, twin)
            copy.tail = None
            child.addprevious(copy)
    for child in direction:
        _remove(child)


def _remove(element: "etree._Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
