"""Folding a word to what its spellings have in common: of Uzbek Latin and Cyrillic, and further down to Russian."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from geodata.letters import TURNED, TUTUQ

SH: Final = "ʃ"  # stand-ins, so that s and h of Isʼhoq (Исҳоқ) are not taken for sh
CH: Final = "ʧ"
_LETTERS: Final = str.maketrans(
    {
        **dict(zip("абвгджзийклмнопрстуфхыэеқҳіңүұөәһ", "abvgdjziyklmnoprstufxieeqhinuuoah", strict=True)),
        **dict(zip("ёцчшщюяьъı", ("yo", "ts", CH, SH, SH + CH, "yu", "ya", "", TUTUQ, "i"), strict=True)),
        **dict.fromkeys("ўŏõ", "o" + TURNED),
        **dict.fromkeys("ғğġǵ", "g" + TURNED),
        **dict.fromkeys("şș", SH),
        "ç": CH,
    }
)
_STEPS: Final = (  # in this order; none leaves work for a second round
    (re.compile(f"(?<![og]){TURNED}|{TUTUQ}"), ""),
    (re.compile("d+j"), "j"),  # Russian дж
    (re.compile("y+e"), "e"),
    (re.compile("iy+(?![aou])"), "i"),  # Навои, Navoiy
    (re.compile("t+s"), "s"),  # ц is s or ts
    (re.compile("c"), CH),  # the draft alphabet of 2023
    (re.compile("w"), "v"),
)


def fold(word: str) -> str:
    """One word in lower-case Latin letters with what Uzbek tells apart: oʻ, gʻ, q, h, and ʃ, ʧ for sh, ch."""
    folded = unicodedata.normalize("NFC", word.casefold()).replace("sh", SH).replace("ch", CH).translate(_LETTERS)
    folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    for pattern, into in _STEPS:
        folded = pattern.sub(into, folded)
    return folded


def russian(folded: str) -> str:
    """`fold`ed text as far as Russian letters can tell it: oʻ as u, gʻ as g, q as k, h as x."""
    plain = folded.replace("o" + TURNED, "u").replace(TURNED, "").replace("q", "k").replace("h", "x")
    return re.sub("k+x", "x", plain).replace(SH, "sh").replace(CH, "ch")  # kh is the English х


def noun(folded: str) -> str:
    """`russian` text without the ending of a Russian adjective: shaxrisabzski is shaxrisabz, karshinski karshi."""
    return re.sub("(?<=i)nsk(?:i|aya)$|sk(?:i|aya)$", "", folded) or folded
