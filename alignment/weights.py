"""The weights of the aligner, fitted by `bench/align_fit.py` on text+berg dev and synthetic news.

One set for every language pair and kind of text; what differs from text to text is measured in the
text itself (`alignment.level`).
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Weights:
    """What a bead's features and a null's cost are multiplied with; natural logarithms of odds.

    Attributes:
        cosine: cosine of the two spans.
        cosine_size: the same, once more for each sentence beyond two.
        neighbour: mean cosine of each span with the sentences beside the other.
        neighbour_size: the same, for each sentence beyond two.
        drop: the least gain in cosine over the bead with an end left out.
        hub: mean nearness of the sentences to their nearest neighbours.
        hub_size: the same, for each sentence beyond two.
        length: difference of the lengths, in standard deviations.
        length_square: the same squared, at most 16.
        weak_member: the least cosine of a sentence with the other side's span.
        weak_margin: the least surplus of that cosine over the sentence's nearness.
        outer: the least surplus of an end's cosine over that of the rest of its span.
        open_one: the bead ends where one of the texts goes on.
        open_both: the bead ends where both texts go on.
        anchors: weight of the rare words that both sides share, at most 3.
        one_to_one: a bead 1-1.
        merged: any other bead.
        size: each sentence beyond three.
        many_to_many: a bead with more than one sentence on both sides.
        null_open: a run of sentences without counterpart.
        null: each sentence in it.
        null_hub: its nearness.
        null_open_end: each of its borders where the text goes on.
        null_rate: each sentence in it, times the text's rate of nulls (a logarithm).
        null_open_rate: the run, times the text's rate of runs.
        covered_least: the lesser of the shares of both sides that the other has (this and what
            follows only in `alignment.review`).
        covered: units that the other side has.
        uncovered: units that it has not.
        covered_member: the least share of a sentence's units that the other side has.
        covered_surplus: the least surplus of an end's share over its share in the sentence beyond.
        covered_beside: mean share of each side that the sentences beside the other have.
    """

    cosine: float
    cosine_size: float
    neighbour: float
    neighbour_size: float
    drop: float
    hub: float
    hub_size: float
    length: float
    length_square: float
    weak_member: float
    weak_margin: float
    outer: float
    open_one: float
    open_both: float
    anchors: float
    one_to_one: float
    merged: float
    size: float
    many_to_many: float
    null_open: float
    null: float
    null_hub: float
    null_open_end: float
    null_rate: float
    null_open_rate: float
    covered_least: float = 0.0
    covered: float = 0.0
    uncovered: float = 0.0
    covered_member: float = 0.0
    covered_surplus: float = 0.0
    covered_beside: float = 0.0


NAMES = tuple(field.name for field in fields(Weights))
FEATURES = NAMES[: NAMES.index("one_to_one")]
"""The names of the features that vary from cell to cell."""
REVIEWED = NAMES[NAMES.index("covered_least") :]
"""The names of the features that `alignment.review` measures."""
SIZED = {"cosine": "cosine_size", "neighbour": "neighbour_size", "hub": "hub_size"}
"""Features that count once more for each sentence beyond two, and the weight of that."""
SHAPE_FEATURES = ("one_to_one", "merged", "size", "many_to_many")
SIMILARITIES = (
    "cosine",
    "cosine_size",
    "neighbour",
    "neighbour_size",
    "drop",
    "hub",
    "hub_size",
    "weak_member",
    "weak_margin",
    "outer",
    "null_hub",
)
"""The weights of what is measured in cosines, which `alignment.level` rescales for each text."""

FIRST_PASS = Weights(
    cosine=9.47,
    cosine_size=4.26,
    neighbour=-1.79,
    neighbour_size=-0.63,
    drop=1.12,
    hub=-2.32,
    hub_size=-3.96,
    length=-1.03,
    length_square=-0.15,
    weak_member=0.69,
    weak_margin=0.0,
    outer=0.0,
    open_one=-2.25,
    open_both=-1.51,
    anchors=0.37,
    one_to_one=0.18,
    merged=-1.97,
    size=-1.165,
    many_to_many=-1.05,
    null_open=-6.0,
    null=-1.0,
    null_hub=0.0,
    null_open_end=0.0,
    null_rate=0.0,
    null_open_rate=0.0,
)
"""For taking the measure of a text: a fit without `alignment.level`, and a high price on nulls."""

FITTED = Weights(
    cosine=12.13,
    cosine_size=2.79,
    neighbour=0.23,
    neighbour_size=-0.47,
    drop=-3.63,
    hub=-5.95,
    hub_size=-1.63,
    length=-1.07,
    length_square=-0.04,
    weak_member=0.35,
    weak_margin=0.92,
    outer=1.64,
    open_one=-2.20,
    open_both=-1.67,
    anchors=-0.01,
    one_to_one=-0.16,
    merged=-1.59,
    size=-1.33,
    many_to_many=-0.64,
    null_open=-2.46,
    null=0.13,
    null_hub=-0.60,
    null_open_end=-0.12,
    null_rate=0.26,
    null_open_rate=1.00,
)
"""For every text."""

REVIEW = Weights(
    cosine=11.47,
    cosine_size=2.11,
    neighbour=1.31,
    neighbour_size=-0.26,
    drop=-5.00,
    hub=-6.38,
    hub_size=-1.42,
    length=-0.96,
    length_square=-0.01,
    weak_member=-0.76,
    weak_margin=0.02,
    outer=1.57,
    open_one=-2.15,
    open_both=-2.11,
    anchors=-0.12,
    one_to_one=0.05,
    merged=-1.85,
    size=-1.43,
    many_to_many=-0.35,
    null_open=-2.31,
    null=0.23,
    null_hub=-0.32,
    null_open_end=-0.15,
    null_rate=0.22,
    null_open_rate=1.00,
    covered_least=0.01,
    covered=1.50,
    uncovered=-0.34,
    covered_member=1.21,
    covered_surplus=1.37,
    covered_beside=0.54,
)
"""For the second look at doubtful stretches."""
