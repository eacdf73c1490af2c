"""XML that comes from outside, read without what could harm: no entity, no network, no DTD."""

from lxml import etree

from mt.errors import FormatError, UnsafeFileError

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"


def parse_xml(data: bytes, name: str, *, doctype: bool = False) -> etree._ElementTree:
    """Parse XML.

    Args:
        data: the file.
        name: what to call it in an error message.
        doctype: whether a document type declaration may stand there; it is never followed.

    Raises:
        UnsafeFileError: the file declares entities, or a document type where none may stand.
        FormatError: the file is not well-formed, or was cut off.

    >>> parse_xml("<a>نعم</a>".encode(), "x.xml").getroot().text
    'نعم'
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False
    )
    try:
        tree = etree.ElementTree(etree.fromstring(data, parser))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if "entit" in str(error).lower() and b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise UnsafeFileError(_entities(name)) from error
        raise FormatError(f"{name} is not well-formed XML: {error}; open and save it again") from error
    declared = tree.docinfo.internalDTD
    if declared is not None and declared.entities():  # type: ignore[attr-defined]  # the stubs lack it
        raise UnsafeFileError(_entities(name))
    if declared is not None and not doctype:
        raise UnsafeFileError(f"{name} has a document type declaration, which its format forbids; remove it")
    return tree


def write_xml(tree: etree._ElementTree) -> bytes:
    """Write a tree as UTF-8, with its declaration and what stands around its root."""
    standalone = tree.docinfo.standalone
    if standalone is None:
        return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=standalone)


def _entities(name: str) -> str:
    return (
        f"{name} declares XML entities, with which a file can exhaust the memory or read other files; "
        "remove its <!ENTITY …> declarations"
    )
