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


@dataclass(frozen=True, slots=True)
class Matches:
    """What pairing two folders came to.

    Attributes:
        pairs: the pairs by name.
        lone_articles: articles without a reference, by name.
        lone_references: references without an article, by name.
    """

    pairs: tuple[Pair, ...]
    lone_articles: tuple[Path, ...]
    lone_references: tuple[Path, ...]


def match_files(articles: Path, references: Path, *, languages: tuple[str, str] = ("ar", "en")) -> Matches:
    """Pair the files of two folders by name: ``speech.ar.txt`` and ``speech.en.txt``.

    Where both are one folder, ``.ar`` in a name says that it is an article, ``.en`` that it is a
    reference. Hidden files do not count.

    Args:
        articles: folder of the articles.
        references: folder of the references; may be the same.
        languages: what names of articles and of references have in them where both are in one folder.

    Raises:
        MissingFileError: there is no pair.
        InputError: two files have one name.
    """
    one_folder = articles.resolve() == references.resolve()
    if one_folder and languages[0] == languages[1]:
        raise InputError(
            f"in {articles} nothing tells articles from references, for both are in {languages[0]!r}; "
            "put them into two folders"
        )
    left, right = (
        _by_name(folder, f".{language}" if one_folder else None)
        for folder, language in ((articles, languages[0]), (references, languages[1]))
    )
    if not left or not right:
        raise MissingFileError(
            f"no pairs in {articles} and {references}; "
            f"name them like speech.{languages[0]}.txt and speech.{languages[1]}.txt"
        )
    return Matches(
        tuple(Pair(name, left[name], right[name]) for name in sorted(set(left) & set(right))),
        *(
            tuple(names[name] for name in sorted(set(names) - set(other)))
            for names, other in ((left, right), (right, left))
        ),
    )


def find_pairs(articles: Path, references: Path) -> tuple[Pair, ...]:
    """Pair the files of two folders as `match_files` does, every file with its counterpart.

    Returns:
        The pairs by name.

    Raises:
        MissingFileError: there is no pair.
        InputError: a file has no counterpart, or two have one name.
    """
    matches = match_files(articles, references)
    for alone, folder in ((matches.lone_articles, references), (matches.lone_references, articles)):
        if alone:
            shown = ", ".join(path.name for path in alone[:_SHOWN])
            more = f" and {len(alone) - _SHOWN} more" if len(alone) > _SHOWN else ""
            raise InputError(
                f"no counterpart in {folder} for {shown}{more}; "
                "give both files of a pair one name up to the first full stop"
            )
    return matches.pairs


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
