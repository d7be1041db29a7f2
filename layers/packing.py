"""The values of a map as a short text: one compressed block of bytes in base 64, read again by `packing.js`.

Before compression: the length of the head (2 bytes, little endian), the head (JSON in UTF-8), then planes of one byte
a mahalla: the figures (lowest byte first), the second figures, the categories, the classes. The classes are written
as the difference to what the figures or the categories let one expect, which is nearly always nothing. Every plane is
a block of its own to the compressor, so each gets its own code table.

Base 64 also keeps words out of the templates of folium: nothing that this module writes can be read as a template.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.errors import OptionError
from layers.classes import NO_DATA, SUPPRESSED, Codes

Bytes = NDArray[np.uint8]

UNSTABLE_BIT: Final = 16
_SUPPRESSED_BYTE: Final = 15
_MAX_PLANES: Final = 6  # 48 bits: a browser counts to 53


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """The numbers a reader sees, one a mahalla, NaN where there is none, rounded to `decimals` places."""

    values: NDArray[np.float64]
    decimals: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= 9:
            raise OptionError("option", name="decimals", got=self.decimals, wanted="0 to 9")

    def scaled(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Whole numbers of the last decimal place, and where there is a number at all."""
        given = np.isfinite(self.values)
        return np.rint(np.where(given, self.values, 0.0) * 10**self.decimals).astype(np.int64), given


def state_bytes(codes: Codes, unstable: NDArray[np.bool_] | None) -> Bytes:
    """One byte a mahalla: 0 no data, 15 suppressed, else the class plus one; 16 more where it is unstable."""
    state = np.where(codes == NO_DATA, 0, np.where(codes == SUPPRESSED, _SUPPRESSED_BYTE, codes + 1)).astype(np.uint8)
    if unstable is None:
        return state
    return np.where(unstable & (codes >= 0), state | UNSTABLE_BIT, state).astype(np.uint8)


def pack(
    head: dict[str, object],
    state: Bytes,
    *,
    figures: Figures | None = None,
    detail: Figures | None = None,
    categories: NDArray[np.int8] | None = None,
) -> str:
    """The text that carries the head and the planes."""
    planes: list[Bytes] = []
    head = head | {"n": len(state)}
    for name, numbers in (("figures", figures), ("detail", detail)):
        if numbers is not None:
            head[name], parts = _planes(numbers)
            planes += parts
    if categories is not None:
        head["categories"] = True
        planes.append(categories.astype(np.uint8))
    head["expect"], expected = _expected(state, figures, categories)
    planes.append(state - expected)
    return _compressed(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(), planes)


def _planes(figures: Figures) -> tuple[dict[str, int], list[Bytes]]:
    """How the figures are written, and their bytes: zero for none, else the distance to the least one plus one."""
    whole, given = figures.scaled()
    least = int(whole[given].min()) if given.any() else 0
    shifted = np.where(given, whole - least + 1, 0).astype(np.uint64)
    count = max(1, (int(shifted.max(initial=0)).bit_length() + 7) // 8)
    if count > _MAX_PLANES:
        raise OptionError("option", name="figures", got=float(figures.values.max()), wanted="a range below 2⁴⁸")
    planes = [((shifted >> np.uint64(8 * at)) & np.uint64(255)).astype(np.uint8) for at in range(count)]
    return {"least": least, "planes": count, "decimals": figures.decimals}, planes


def _expected(
    state: Bytes, figures: Figures | None, categories: NDArray[np.int8] | None
) -> tuple[dict[str, object], Bytes]:
    """The rule that foretells most states, and what it foretells."""
    rules: list[tuple[dict[str, object], Bytes]] = [({}, np.zeros_like(state))]
    if figures is not None:
        rules.append(_by_figure(state, figures))
    if categories is not None:
        rules.append(_by_category(state, categories))
    return min(rules, key=lambda rule: int((rule[1] != state).sum()))


def _by_figure(state: Bytes, figures: Figures) -> tuple[dict[str, object], Bytes]:
    """Expect class c + 1 from its own least figure on; thresholds are whole numbers of the last decimal place."""
    whole, given = figures.scaled()
    known = state & ~np.uint8(UNSTABLE_BIT)
    top = int(known[known < _SUPPRESSED_BYTE].max(initial=0))
    starts: list[int] = []
    for number in range(top, 1, -1):  # an empty class begins where the next one does
        inside = whole[given & (known == number)]
        starts.insert(0, int(inside.min()) if len(inside) else (starts[0] if starts else 2**53))
    expected = np.where(given, 1 + np.searchsorted(np.sort(starts), whole, side="right"), 0)
    return {"from": "figures", "starts": sorted(starts)}, expected.astype(np.uint8)


def _by_category(state: Bytes, categories: NDArray[np.int8]) -> tuple[dict[str, object], Bytes]:
    """Expect for each category the state that is most common in it."""
    common = [int(np.bincount(state[categories == value], minlength=1).argmax()) for value in range(4)]
    return {"from": "categories", "states": common}, np.asarray(common, dtype=np.uint8)[categories]


def _compressed(head: bytes, planes: Sequence[Bytes]) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9)
    parts = [packer.compress(len(head).to_bytes(2, "little") + head)]
    for plane in planes:
        parts += [packer.flush(zlib.Z_PARTIAL_FLUSH), packer.compress(plane.tobytes())]
    return base64.b64encode(b"".join([*parts, packer.flush()])).decode()
