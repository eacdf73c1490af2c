"""Moved blocks, on vectors that leave no doubt what belongs to what."""

import numpy as np
import pytest

from alignment.align import align_vectors
from alignment.bead import Bead
from alignment.bitext import check_coverage

SENTENCES = 60


def aligned(order: list[int]) -> tuple[Bead, ...]:
    """Align a text with itself in another order, through noise."""
    rng = np.random.default_rng(5)
    source = rng.normal(size=(SENTENCES, 64)).astype(np.float32)
    target = source[order] + rng.normal(size=(len(order), 64)).astype(np.float32) * 0.6
    sides = [side / np.linalg.norm(side, axis=1, keepdims=True) for side in (source, target)]
    texts = ["A sentence of some length, for once."] * SENTENCES
    return align_vectors(texts, texts[: len(order)], vectors=(sides[0], sides[1].astype(np.float32)))


@pytest.mark.parametrize("size", [1, 3, 6])
@pytest.mark.parametrize(("start", "goal"), [(10, 45), (45, 10)])
def test_a_block_elsewhere_is_found_and_marked(size: int, start: int, goal: int) -> None:
    block = list(range(start, start + size))
    rest = [number for number in range(SENTENCES) if number not in block]
    order = [*rest[:goal], *block, *rest[goal:]]
    beads = aligned(order)
    check_coverage(beads, SENTENCES, SENTENCES)
    found = {(bead.source[0], order[bead.target[0]]) for bead in beads if bead.moved}
    assert found == {(number, number) for number in block}
    assert [bead.source[0] for bead in beads if bead.source] == sorted(range(SENTENCES))


def test_nothing_is_moved_where_nothing_moved() -> None:
    beads = aligned([number for number in range(SENTENCES) if not 20 <= number < 28])
    assert not any(bead.moved for bead in beads)
    assert sum(not bead.target for bead in beads) == 8
