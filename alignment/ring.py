"""The last rows of a grid: as many as the longest bead is high."""

import numpy as np
from numpy.typing import DTypeLike, NDArray

from alignment.features import SHAPES
from alignment.scoring import NEVER
from alignment.space import MAX_SPAN

_ROWS = MAX_SPAN + 1
_UP = np.array([a for a, _ in SHAPES])[:, None]
_LEFT = np.array([b for _, b in SHAPES])[:, None]


class Ring:
    """The last rows of one state, over all columns, with a margin of impossible cells before them.

    All shapes are read at once by their numbers in the flat array, because a lattice of short rows
    spends its time on calls and not on cells.
    """

    def __init__(self, m: int, dtype: DTypeLike = np.float32) -> None:
        """Make a ring for rows of m + 1 columns."""
        self.stride = m + 1 + MAX_SPAN
        self.cells = np.full((_ROWS, self.stride), NEVER, dtype=dtype)
        self.flat = self.cells.reshape(-1)
        self.spans = [(0, 0)] * _ROWS
        self.row = 0

    def push(self, low: int, high: int, values: NDArray[np.floating]) -> None:
        """Write the next row."""
        slot = self.row % _ROWS
        old_low, old_high = self.spans[slot]
        self.cells[slot, MAX_SPAN + old_low : MAX_SPAN + old_high] = NEVER
        self.cells[slot, MAX_SPAN + low : MAX_SPAN + high] = values
        self.spans[slot] = (low, high)
        self.row += 1

    def above(self, low: int, high: int) -> NDArray[np.floating]:
        """Give the row above, in some columns."""
        return self.cells[(self.row - 1) % _ROWS, MAX_SPAN + low : MAX_SPAN + high]

    def before(self, low: int, high: int) -> NDArray[np.floating]:
        """Give, for each shape, the cells where a bead of that shape would start."""
        starts = (self.row - _UP) % _ROWS * self.stride + (MAX_SPAN + low - _LEFT)
        return self.flat[starts + np.arange(high - low)]  # type: ignore[no-any-return]


class EndRing:
    """The last rows, from the end of the grid, of what each bead that ends in a cell leads to."""

    def __init__(self, m: int) -> None:
        """Make a ring for rows of m + 1 columns."""
        self.stride = m + 1 + MAX_SPAN
        self.cells = np.full((_ROWS, len(SHAPES), self.stride), NEVER, dtype=np.float64)
        self.flat = self.cells.reshape(-1)
        self.spans = [(0, 0)] * _ROWS

    def put(self, row: int, low: int, values: NDArray[np.floating]) -> None:
        """Write a row, (len(SHAPES), width), from column `low` on."""
        slot = row % _ROWS
        old_low, old_high = self.spans[slot]
        self.cells[slot, :, old_low:old_high] = NEVER
        high = low + values.shape[1]
        self.cells[slot, :, low:high] = values
        self.spans[slot] = (low, high)

    def behind(self, row: int, low: int, high: int) -> NDArray[np.float64]:
        """Give, for each shape, where a bead of that shape that starts in a row's cells would end."""
        numbers = (row + _UP) % _ROWS * len(SHAPES) + np.arange(len(SHAPES))[:, None]
        return self.flat[numbers * self.stride + (low + _LEFT) + np.arange(high - low)]  # type: ignore[no-any-return]
