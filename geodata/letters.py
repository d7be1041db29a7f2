"""Letters: one spelling of blanks and apostrophes, look-alike letters, and Uzbek between Latin, Cyrillic and Russian.

Alphabets: the Latin one of 1995 (oʻ and gʻ with U+02BB, the tutuq belgisi with U+02BC) and the Uzbek Cyrillic one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

TURNED: Final = "\u02bb"  # ʻ of oʻ and gʻ
TUTUQ: Final = "\u02bc"  # ʼ, in Cyrillic ъ
# Whatever was met, or can be typed, for an apostrophe: ASCII, grave, acute, modifier letters, quotation marks, primes,
# the Hebrew geresh, the saltillo and the full-width forms.
APOSTROPHES: Final = (
    "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u2018\u2019\u201a\u201b\u2032\u2035\u055a\u05f3"
    "\ua78c\uff07\uff40"
)
PLAIN: Final = "[A-Za-z0-9_.,:;/+-]+(?: [A-Za-z0-9_.,:;/+-]+)*"
"""Pattern of texts that `tidy` leaves as they are."""

_PLAIN: Final = re.compile(PLAIN)
_APOSTROPHE: Final = re.compile(f"[{re.escape(APOSTROPHES)}]")
_AFTER_O_OR_G: Final = re.compile(f"(?<=[oOgGоОгГ]){TUTUQ}")
_INVISIBLE: Final = re.compile("[\u0000-\u0008\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_WORD: Final = re.compile(rf"[^\W_]+(?:[{TURNED}{TUTUQ}][^\W_]*)*")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")

_LOOKS_LATIN: Final = str.maketrans("аеорсухіјѕкАВЕКМНОРСТУХІЈЅ", "aeopcyxijskABEKMHOPCTYXIJS")
_LOOKS_CYRILLIC: Final = str.maketrans("aeopcyxkABEKMHOPCTYX", "аеорсухкАВЕКМНОРСТУХ")
_ONLY_LATIN: Final = re.compile("[b-df-jl-nq-wzDF-JLNQRSU-WZ]")
_ONLY_CYRILLIC: Final = re.compile("[бвгджзийлмнптфцчшщъыьэюяёўқғҳБГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯЁЎҚҒҲ]")

_TO_CYRILLIC: Final = {
    f"s{TUTUQ}h": "сҳ",
    f"yo{TURNED}": "йў",
    f"o{TURNED}": "ў",
    f"g{TURNED}": "ғ",
    "sh": "ш",
    "ch": "ч",
    "yo": "ё",
    "yu": "ю",
    "ya": "я",
    "ye": "е",
    TUTUQ: "ъ",
    TURNED: "ъ",
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгҳижклмнопқрстуввхйз", strict=True)),
}
_TO_LATIN: Final = {
    **dict(zip("абвгджзийклмнопрстуфхыэқҳі", "abvgdjziyklmnoprstufxieqhi", strict=True)),
    "сҳ": f"s{TUTUQ}h",
    "ё": "yo",
    "е": "e",
    "ц": "s",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "ў": f"o{TURNED}",
    f"г{TURNED}": f"g{TURNED}",  # some tables carry ʻ over into Cyrillic
    f"о{TURNED}": f"o{TURNED}",
    "ғ": f"g{TURNED}",
    "ъ": TUTUQ,
    "ь": "",
}
_LATIN_PARTS: Final = re.compile("|".join(sorted(map(re.escape, _TO_CYRILLIC), key=len, reverse=True)), re.IGNORECASE)
_CYRILLIC_PARTS: Final = re.compile("|".join(sorted(map(re.escape, _TO_LATIN), key=len, reverse=True)), re.IGNORECASE)
# A pattern that ignores case takes these for i, I, s and K too; ı is a letter of Karakalpak, here read as i.
_SAME_WITHOUT_CASE: Final = str.maketrans("ıİſ\N{KELVIN SIGN}", "iIsK")
_UZBEK_TO_RUSSIAN: Final = str.maketrans("ўқғҳЎҚҒҲ", "укгхУКГХ")
_Speller = Callable[[str, str, int], str]
_ROMAN: Final = re.compile(r"(?<![^\W_])[IVX]+(?![^\W_])(?!\.\s?[^\W\d_])")
_VOWEL_BEFORE: Final = re.compile(f"(?:[aeiouаеёиоуўэюяыъь{TUTUQ}]|[oо]{TURNED}|(?:^|[\\W_]))$", re.IGNORECASE)


def tidy(text: str) -> str:
    """`text` in NFC with single blanks, U+02BB after o and g, U+02BC elsewhere, and each word in one script."""
    text = text.translate(_SAME_WITHOUT_CASE)
    if _PLAIN.fullmatch(text):
        return text
    plain = _INVISIBLE.sub("", _APOSTROPHE.sub(TUTUQ, unicodedata.normalize("NFC", text)))
    plain = " ".join(plain.split())
    return _AFTER_O_OR_G.sub(TURNED, _WORD.sub(lambda word: _one_script(word[0]), plain))


def to_cyrillic(latin: str) -> str:
    """Uzbek Latin in Uzbek Cyrillic letters; what is Cyrillic already stays."""
    return _spell(latin, _LATIN_PARTS, _cyrillic_part)


def to_russian(latin: str) -> str:
    """Uzbek Latin or Cyrillic in the letters of Russian: a rendering to be confirmed, not the traditional spelling."""
    return to_cyrillic(latin).translate(_UZBEK_TO_RUSSIAN)


def to_latin(cyrillic: str) -> str:
    """Uzbek Cyrillic in Uzbek Latin letters; what is Latin already stays."""
    return _spell(cyrillic, _CYRILLIC_PARTS, _latin_part)


def _one_script(word: str) -> str:
    """`word` with look-alikes of the other alphabet replaced: Qоrаqutchi typed with Cyrillic о and а becomes Latin."""
    latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    # Letters that only one alphabet has tell which was meant; then the majority.
    lean = len(_ONLY_LATIN.findall(word)) - len(_ONLY_CYRILLIC.findall(word)) or latin - cyrillic
    return word.translate(_LOOKS_LATIN if lean >= 0 else _LOOKS_CYRILLIC)


def _spell(text: str, parts: re.Pattern[str], spell: _Speller) -> str:
    """`text` tidied, with each match of `parts` spelt by `spell` and the capitals of the original kept."""
    source = tidy(text)
    roman = [match.span() for match in _ROMAN.finditer(source)]

    def one(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in roman):
            return match[0]
        return _cased(match[0], spell(match[0].lower(), source, match.start()), source[match.end() :])

    return unicodedata.normalize("NFC", parts.sub(one, source))


def _cyrillic_part(part: str, source: str, at: int) -> str:
    """Cyrillic for one Latin letter or digraph at position `at` of `source`."""
    if part == "e" and _VOWEL_BEFORE.search(source, max(at - 2, 0), at):
        return "э"
    if part in {TUTUQ, TURNED} and not source[max(at - 1, 0) : at].isalpha():
        return part
    return _TO_CYRILLIC[part]


def _latin_part(part: str, source: str, at: int) -> str:
    """Latin for one Cyrillic letter at position `at` of `source`."""
    if part in {"е", "ц"} and _VOWEL_BEFORE.search(source, max(at - 2, 0), at):
        return {"е": "ye", "ц": "ts" if at and source[at - 1].isalpha() else "s"}[part]
    return _TO_LATIN[part]


def _cased(model: str, spelt: str, rest: str) -> str:
    """`spelt` in the capitals of `model`: Ш in Шаҳри is Sh, in ШАҲРИ it is SH."""
    if not model[0].isupper():
        return spelt
    shouted = (len(model) > 1 and model.isupper()) or (len(model) == 1 and rest[:1].isupper())
    return spelt.upper() if shouted else spelt[:1].upper() + spelt[1:]
