"""The letters of still pictures: Inter as two plain fonts, since matplotlib reads neither variable ones nor WOFF2."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final
from unicodedata import category

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

_FOLDER: Final = Path(__file__).parents[1] / "assets" / "fonts"
_FILES: Final = {False: _FOLDER / "inter-regular.ttf", True: _FOLDER / "inter-semibold.ttf"}
FAMILY: Final = ("Mahalla Inter", "DejaVu Sans")
"""The second, which comes with matplotlib, has the few signs that the first lacks, such as → and ≥."""

for _file in _FILES.values():
    font_manager.fontManager.addfont(_file)
# Letters are embedded in a PDF as TrueType, so that its text can be searched and copied, and drawn in an SVG, which
# then looks the same where the font is not installed. A fixed salt gives one SVG for one picture. Without hinting a
# text has the same length in a PNG, in its halo, and where it was measured.
mpl.rcParams.update(
    {
        "pdf.fonttype": 42,
        "svg.fonttype": "path",
        "svg.hashsalt": "mahalla",
        "text.hinting": "no_hinting",
        "pdf.compression": 6,
    }
)


UNKNOWN: Final = "?"
"""Stands for a letter that neither font has, so that its absence is seen."""

_ORNAMENTS: Final = ("S", "M", "C")
"""First letters of the general categories of Unicode that carry no reading: symbols, marks, joiners."""

_SELECTORS: Final = range(0xFE00, 0xFE10)
"""They choose between two looks of the sign before them, and are none themselves; as are joiners (Cf)."""

_LONGEST: Final = 400
"""Signs of a text that are measured: no line of a page holds more."""


@lru_cache(maxsize=256)
def font(size: float, *, bold: bool = False) -> FontProperties:
    """The font in a size in points."""
    return FontProperties(family=list(FAMILY), weight="bold" if bold else "normal", size=size)


def drawable(text: str) -> str:
    """The text in signs that the fonts have, of which there are no empty boxes.

    Of a sign that neither has, a picture such as an emoji is left out and a letter becomes `UNKNOWN`.
    """
    known = _known()
    if all(ord(sign) in known for sign in text):
        return text
    return " ".join("".join(sign if ord(sign) in known else _instead(sign) for sign in text).split())


def _instead(sign: str) -> str:
    if sign.isspace():
        return " "
    return "" if category(sign)[0] in _ORNAMENTS else UNKNOWN


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    """The signs that can be drawn in either weight, by their numbers."""
    second = font_manager.get_font(font_manager.findfont(FontProperties(family=[FAMILY[1]]))).get_charmap()
    first = [set(font_manager.get_font(str(file)).get_charmap()) for file in _FILES.values()]
    every = set.intersection(*first) | set(second)
    return frozenset(number for number in every if category(chr(number)) != "Cf" and number not in _SELECTORS)


@lru_cache(maxsize=32768)
def _width_em(text: str, *, bold: bool, anywhere: bool) -> float:
    """The width of a text in letters: of the size of its font."""
    second = font_manager.findfont(FontProperties(family=[FAMILY[1]], weight="bold" if bold and anywhere else "normal"))
    chains: list[list[str | bytes]] = [[str(_FILES[bold]), str(second)], [str(second)]]
    widths = []
    for files in chains[: 1 + anywhere]:
        face = font_manager.get_font(files)
        face.set_size(100, 72)
        face.set_text(drawable(text), 0.0)
        widths.append(float(face.get_width_height()[0]) / 64 / 100)
    return max(widths)


def width(text: str, size: float, *, bold: bool = False, anywhere: bool = False) -> float:
    """The width of a text in points; `anywhere`, also where another program draws it and lacks its font.

    Such a program takes one of its own, of which DejaVu Sans is the widest: an eighth wider than Inter.
    """
    return _width_em(text, bold=bold, anywhere=anywhere) * size if text else 0.0


def wrapped(
    text: str, size: float, room: float, *, bold: bool = False, most: int = 99, anywhere: bool = False
) -> list[str]:
    """The text in lines of at most `room` points; what does not go into `most` lines ends with an ellipsis."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width(longer, size, bold=bold, anywhere=anywhere) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [cut(line, size, room, bold=bold, anywhere=anywhere) for line in lines]


def cut(text: str, size: float, room: float, *, bold: bool = False, anywhere: bool = False) -> str:
    """The text, with an ellipsis at its end where it is wider than `room` points."""

    def fits(part: str) -> bool:
        return width(part, size, bold=bold, anywhere=anywhere) <= room

    if len(text) <= _LONGEST and fits(text):
        return text
    lengths = range(1, min(len(text), _LONGEST) + 1)
    most = bisect_left(lengths, x=True, key=lambda n: not fits(f"{text[:n]}…"))
    return f"{text[:most].rstrip()}…"


def balanced(text: str) -> Sequence[str]:
    """A name of several words in two lines of about equal length; the name alone where it is one word."""
    words = text.split(" ")
    if len(words) == 1:
        return (text,)
    at = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(" ".join(words[i:]))))
    return (" ".join(words[:at]), " ".join(words[at:]))
