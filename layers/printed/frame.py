"""Which part of the land a still map shows, and how grid units become points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from layers.printed.canvas import Box
from layers.printed.land import Floats, Land


@dataclass(frozen=True, slots=True)
class Frame:
    """`width` by `height` points; a place in grid units is at `scale` times itself plus (`left`, `top`)."""

    width: float
    height: float
    scale: float
    left: float
    top: float

    @classmethod
    def fitted(cls, land: Land, size: Box, focus: Sequence[int] = (), margin: tuple[float, ...] = (8, 8, 8, 8)) -> Self:
        """The whole region, or the districts of `focus`, in the middle of a box without its margin.

        The margin is top, right, bottom, left in points. Where no district of the focus has a shape it is the region.
        """
        shaped = land.shaped(focus)
        boxes = land.district_boxes[shaped] if shaped else land.boxes
        west, north = np.nanmin(boxes[:, :2], axis=0)
        east, south = np.nanmax(boxes[:, 2:], axis=0)
        top, right, bottom, left = margin
        wide, high = size.width - left - right, size.height - top - bottom
        scale = float(min(wide / max(east - west, 1), high / max(south - north, 1)))
        return cls(
            size.width,
            size.height,
            scale,
            float(left + wide / 2 - scale * (west + east) / 2),
            float(top + high / 2 - scale * (north + south) / 2),
        )

    @property
    def affine(self) -> Affine2D:
        """Grid units to points."""
        return Affine2D().scale(self.scale).translate(self.left, self.top)

    def x(self, grid: float) -> float:
        """Points from the left."""
        return self.scale * grid + self.left

    def y(self, grid: float) -> float:
        """Points from the top."""
        return self.scale * grid + self.top

    def sees(self, boxes: Floats, margin: float = 4.0) -> NDArray[np.bool_]:
        """Which of some boxes reach into the frame."""
        west, north = self.x(boxes[:, 0]), self.y(boxes[:, 1])  # type: ignore[arg-type]  # whole columns
        east, south = self.x(boxes[:, 2]), self.y(boxes[:, 3])  # type: ignore[arg-type]
        inside: NDArray[np.bool_] = np.asarray(
            (east > -margin) & (west < self.width + margin) & (south > -margin) & (north < self.height + margin)
        )
        return inside


class Placer:
    """Keeps what is written off what is written already."""

    def __init__(self, frame: Frame) -> None:
        self._room = (2.0, 2.0, frame.width - 2.0, frame.height - 2.0)
        self._taken = np.empty((0, 4))

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        """Whether a box (left, top, right, bottom) lies in the frame and on nothing."""
        left, top, right, bottom = box
        room = self._room
        if left < room[0] or top < room[1] or right > room[2] or bottom > room[3]:
            return False
        taken = self._taken
        hit = (taken[:, 0] < right) & (taken[:, 2] > left) & (taken[:, 1] < bottom) & (taken[:, 3] > top)
        return not hit.any()

    def take(self, box: tuple[float, float, float, float]) -> None:
        """Let nothing else be written there."""
        self._taken = np.vstack([self._taken, box])

    def first(self, boxes: Sequence[tuple[float, float, float, float]]) -> int:
        """The first free one of some boxes, which is taken; -1 if none is."""
        for at, box in enumerate(boxes):
            if self.is_free(box):
                self.take(box)
                return at
        return -1


def around(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    """The box of a size around a point."""
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2
