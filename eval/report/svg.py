"""Matplotlib's drawings as part of a page: its colours, its font, no style that a policy forbids."""

import re
from collections.abc import Callable
from enum import StrEnum
from io import StringIO
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH_INCHES, HEIGHT_INCHES = 4.6, 2.1

# Matplotlib takes the kind of text in an SVG from its global settings only.
_SETTINGS = Lock()


class Paint(StrEnum):
    """Colours that stand for variables of the page's style, which differ between light and dark."""

    TEXT = "#010101"
    LINE = "#020202"
    PAIR = "#030303"
    ACCENT = "#040404"
    ADDITION = "#050505"
    OMISSION = "#060606"


_VARIABLES = {
    Paint.TEXT: "var(--muted)",
    Paint.LINE: "var(--line)",
    Paint.PAIR: "var(--pair)",
    Paint.ACCENT: "var(--accent)",
    Paint.ADDITION: "var(--addition)",
    Paint.OMISSION: "var(--omission)",
}
_STYLE = re.compile(r' style="([^"]*)"')
_FONT = re.compile(r"(?:\S+ )*?([\d.]+)px .*")


def draw(name: str, plot: "Callable[[Axes], None]") -> str:
    """Draw a chart as SVG to be put into HTML.

    Args:
        name: what tells its ids from those of other charts of the page.
        plot: what draws on the axes.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with _SETTINGS, rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        plot(axes)
        axes.tick_params(colors=Paint.TEXT, labelsize=8, length=0)
        axes.xaxis.label.set(color=Paint.TEXT, fontsize=8)
        axes.yaxis.label.set(color=Paint.TEXT, fontsize=8)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(Paint.LINE)
        output = StringIO()
        figure.savefig(output, format="svg", transparent=True, metadata={"Date": None})
    return _to_html(output.getvalue(), name)


def _to_html(text: str, name: str) -> str:
    """Take from an SVG file what only a file needs, and from its elements the style attributes."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>', r'<svg viewBox="\1" aria-hidden="true">', text)
    text = text.replace("xlink:href=", "href=")
    text = re.sub(r' id="', f' id="{name}-', text)
    text = re.sub(r'(href="|url\()#', rf"\1#{name}-", text)
    text = _STYLE.sub(lambda match: _attributes(match[1]), text)
    for paint, variable in _VARIABLES.items():
        text = text.replace(paint, variable)
    return text


def _attributes(style: str) -> str:
    """Give the presentation attributes that say the same as a style.

    >>> _attributes("fill: #010101; font: 8px 'DejaVu Sans'; text-anchor: end")
    ' fill="#010101" font-size="8" text-anchor="end"'
    """
    result = ""
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        key, value = (part.strip() for part in declaration.split(":", 1))
        if key == "font":
            key, value = "font-size", _FONT.sub(r"\1", value)
        result += f' {key}="{value}"'
    return result
