"""Folders of texts: which article belongs to which reference, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mt.errors import InputError, MissingFileError

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """An article and its reference.

    Attributes:
        name: what both files are called up to the first full stop.
        article: the Arabic file.
        reference: the English file.
    """

    name: str
    article: Path
    reference: Path


def find_pairs(articles: Path, references: Path) -> tuple[Pair, ...]:
    """Pair the files of two folders by name: ``speech.ar.txt`` and ``speech.en.txt``.

    Where both are one folder, ``.ar`` in a name says that it is an article, ``.en`` that it is a
    reference. Hidden files do not count.

    Returns:
        The pairs by name.

    Raises:
        MissingFileError: there is no pair.
        InputError: a file has no counterpart, or two have one name.
    """
    one_folder = articles.resolve() == references.resolve()
    left = _by_name(articles, ".ar" if one_folder else None)
    right = _by_name(references, ".en" if one_folder else None)
    for names, other, folder in ((left, right, references), (right, left, articles)):
        alone = sorted(set(names) - set(other))
        if alone and other:
            shown = ", ".join(names[name].name for name in alone[:_SHOWN])
            more = f" and {len(alone) - _SHOWN} more" if len(alone) > _SHOWN else ""
            raise InputError(
                f"no counterpart in {folder} for {shown}{more}; "
                "give both files of a pair one name up to the first full stop"
            )
    if not left or not right:
        raise MissingFileError(
            f"no pairs in {articles} and {references}; name them like speech.ar.txt and speech.en.txt"
        )
    return tuple(Pair(name, left[name], right[name]) for name in sorted(left))


def _by_name(folder: Path, suffix: str | None) -> dict[str, Path]:
    result: dict[str, Path] = {}
    for path in _files(folder):
        if suffix is not None and suffix not in path.suffixes:
            continue
        name = path.name.partition(".")[0]
        if name in result:
            raise InputError(
                f"{result[name].name} and {path.name} in {folder} have one name up to the first full stop; "
                "rename one"
            )
        result[name] = path
    return result


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
