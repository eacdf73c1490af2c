"""A page for people: both texts side by side, one file that needs nothing else.

Beads stand in the order of the source. What moved is paired where the source has it, with a marker
where the target has it. What a text contains stays text: the template escapes everything, the page
has no script, and its content security policy allows exactly the one style sheet of this package.
"""

from base64 import b64encode
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from itertools import accumulate
from typing import Literal

from alignment.bead import Bead
from alignment.bitext import Bitext
from alignment.summary import summarise
from mt.languages import language_named, orthography

DOUBTFUL_BELOW = 0.5
"""Beads that are more likely wrong than right are marked."""
WIDTH, HEIGHT, _STRIP = 1000, 72, 16


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the page shows it.

    Attributes:
        number: its number from 1.
        text: what it says.
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A bead as the page shows it.

    Attributes:
        number: its number from 1.
        kind: what is remarkable about it.
        sizes: numbers of sentences, as ``1-2``.
        confidence: probability that it is right, in [0, 1].
        source: its sentences of the source.
        target: its sentences of the target.
        outline: its place on the map, as the points of an SVG polygon.
        is_place: True for the marker where the target of a moved bead stands.
    """

    number: int
    kind: Literal["pair", "source-only", "target-only", "moved"]
    sizes: str
    confidence: float
    source: tuple[Sentence, ...]
    target: tuple[Sentence, ...]
    outline: str
    is_place: bool = False

    @property
    def targets(self) -> str:
        """Name its sentences of the target."""
        numbers = [sentence.number for sentence in self.target]
        return f"sentence {numbers[0]}" if len(numbers) == 1 else f"sentences {numbers[0]} to {numbers[-1]}"


@dataclass(frozen=True, slots=True)
class _Written:
    tag: str
    direction: Literal["ltr", "rtl"]


def write_html(
    bitext: Bitext, *, names: tuple[str, str] = ("source", "target"), doubtful_below: float = DOUBTFUL_BELOW
) -> str:
    """Give the page of a bitext.

    Args:
        bitext: two texts of the sixteen languages, and their alignment.
        names: what to call the two texts.
        doubtful_below: confidence under which a bead is marked.

    Raises:
        InputError: a language is none of the sixteen.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    templates = Environment(
        loader=FunctionLoader(_template_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["share"] = _share
    style = _template_text("alignment.css")
    rows = list(_rows(bitext))
    return templates.get_template("alignment.html").render(
        names=names,
        source=_written(bitext.source_language),
        target=_written(bitext.target_language),
        summary=summarise(bitext),
        rows=list(_with_places(rows)),
        # What is remarkable is drawn last, over its neighbours.
        drawn=sorted(rows, key=lambda row: ("pair", "source-only", "target-only", "moved").index(row.kind)),
        doubtful=sum(1 for bead in bitext.beads if bead.confidence < doubtful_below),
        doubtful_below=f"{doubtful_below:g}",
        threshold=doubtful_below,
        width=WIDTH,
        height=HEIGHT,
        style=style,
        style_hash="sha256-" + b64encode(sha256(style.encode()).digest()).decode(),
    )


def _rows(bitext: Bitext) -> Iterator[Row]:
    upper, lower = (_edges(texts) for texts in (bitext.source, bitext.target))
    for number, bead in enumerate(bitext.beads, 1):
        yield Row(
            number,
            _kind(bead),
            bead.kind,
            bead.confidence,
            tuple(Sentence(i + 1, bitext.source[i]) for i in bead.source),
            tuple(Sentence(j + 1, bitext.target[j]) for j in bead.target),
            _outline(_span(upper, bead.source), _span(lower, bead.target)),
        )


def _kind(bead: Bead) -> Literal["pair", "source-only", "target-only", "moved"]:
    if not bead.target:
        return "source-only"
    if not bead.source:
        return "target-only"
    return "moved" if bead.moved else "pair"


def _with_places(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows, and behind the one where a moved bead's target belongs a marker for it."""
    in_order = sorted(
        (row for row in rows if row.target and row.kind != "moved"), key=lambda row: row.target[0].number
    )
    starts = [row.target[0].number for row in in_order]
    places: dict[int, list[Row]] = {}
    for row in sorted((row for row in rows if row.kind == "moved"), key=lambda row: row.target[0].number):
        before = bisect_left(starts, row.target[0].number)
        places.setdefault(in_order[before - 1].number if before else 0, []).append(_place(row))
    yield from places.get(0, [])
    for row in rows:
        yield row
        yield from places.get(row.number, [])


def _place(row: Row) -> Row:
    return Row(row.number, row.kind, row.sizes, row.confidence, (), row.target, row.outline, is_place=True)


def _edges(texts: Sequence[str]) -> list[float]:
    """Give the places on a strip of the n + 1 borders of n sentences, by their characters."""
    sums = list(accumulate((len(text) for text in texts), initial=0))
    return [WIDTH * position / max(sums[-1], 1) for position in sums]


def _span(edges: Sequence[float], numbers: Sequence[int]) -> tuple[float, float] | None:
    return (edges[min(numbers)], edges[max(numbers) + 1]) if numbers else None


def _outline(source: tuple[float, float] | None, target: tuple[float, float] | None) -> str:
    """Give the points of a ribbon from strip to strip, or of a block on one of them.

    >>> _outline((0, 10), None), _outline((0, 10), (20, 25))
    ('0,0 10,0 10,16 0,16', '0,0 10,0 10,16 25,56 25,72 20,72 20,56 0,16')
    """
    top, bottom = _STRIP, HEIGHT - _STRIP
    right = [] if source is None else [(source[0], 0), (source[1], 0), (source[1], top)]
    left = [] if source is None else [(source[0], top)]
    below = (
        []
        if target is None
        else [(target[1], bottom), (target[1], HEIGHT), (target[0], HEIGHT), (target[0], bottom)]
    )
    return " ".join(f"{round(x, 2):g},{y}" for x, y in (*right, *below, *left))


def _share(share: float) -> str:
    """Give a share in whole per cent, rounded down: nothing that can be wrong is 100 % sure.

    >>> _share(0.999), _share(1.0)
    ('99%', '100%')
    """
    return f"{int(share * 100)}%"


def _written(tag: str) -> _Written:
    return _Written(tag, "rtl" if orthography(language_named(tag)).right_to_left else "ltr")


def _template_text(name: str) -> str:
    return (files("alignment.formats") / "templates" / name).read_text("utf-8")
