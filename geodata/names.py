"""Names of places: one key for one name in any apostrophe, script, case or suffix, and the kind a suffix tells.

Three keys, from strict to loose. `strict` keeps what Uzbek tells apart (oʻ/u, gʻ/g, q/k, h/x). `key`, the public one,
drops what Russian cannot write, so that Айгиркуль, Айғиркўл and Aygʻirkoʻl meet. `loose` forgets blanks, a/o/u and
doubled letters as well: right only when one name of the district answers to it. `geodata.editions.gazetteer` tries
them in that order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geodata.folding import fold, noun, russian
from geodata.letters import TURNED, TUTUQ, tidy, to_cyrillic, to_latin, to_russian

__all__ = [
    "Unit",
    "key",
    "loose",
    "may_be_russian",
    "slug",
    "strict",
    "strip_suffix",
    "tidy",
    "to_cyrillic",
    "to_latin",
    "to_russian",
    "unit",
]

_TOKEN: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{TURNED}{TUTUQ}])*|\d+")
_SUFFIXES: Final[Mapping[str, str]] = {
    "MFY": "MFY; mahalla fuqarolar yigʻini; M F Y; СГМ; МСГ; сход граждан махалли; махаллинский сход граждан",
    "QFY": "QFY; qishloq fuqarolar yigʻini; Q F Y; КСГ",
    "OFY": "OFY; ovul fuqarolar yigʻini; O F Y; АСГ",
    "SHFY": "SHFY; ShFY; shaharcha fuqarolar yigʻini; ПСГ",
    "mahalla": "mahalla; mahallasi; махалля; махаллинский комитет",
    "district": "tumani; tuman; rayoni; rayon; район; р н; r n; t; district",
    "city": "shahri; shahar; sh; город; city",
    "region": "viloyati; viloyat; область; обл; region; province; oblast; respublikasi; Республика; republic",
}
_PREFIXES: Final[Mapping[str, str]] = {
    "MFY": "MFY; mahalla fuqarolar yigʻini; СГМ; МСГ; сход граждан махалли",
    "mahalla": "mahalla; махалля; мах",
    "district": "район; р н",
    "city": "город; гор; г; shahar; sh; city of",
    "region": "область; Республика; respublika",
}
# Without the possessive ending these may belong to the name itself: Yangi shahar, Eski mahalla.
_BARE: Final = frozenset({"maxalla", "maxallya", "tuman", "shaxar", "gorod", "rayon", "city"})
_ADJECTIVES: Final = frozenset(
    {"yangi", "eski", "katta", "kichik", "ok", "kora", "kuxna", "markazi", "novi", "novaya", "stari", "staraya"}
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A name without suffixes and prefixes, and the `kind` they tell.

    `kind` is "MFY", "QFY", "OFY", "SHFY", "mahalla", "district", "city", "region", or None when nothing tells.
    """

    name: str
    kind: str | None


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Key under which one name is found in any apostrophe, script, case or suffix."""
    tokens, kind = _core(_compatible(text))
    words = [word for _, _, word in tokens]
    if kind in {"district", "region"} and words:
        words[-1] = noun(words[-1])
    return " ".join(words)


@lru_cache(maxsize=65_536)
def strict(text: str) -> str:
    """Key that keeps oʻ/u, gʻ/g, q/k and h/x apart: equal for Uzbek Latin and Uzbek Cyrillic, not for Russian."""
    plain = _compatible(text)
    return " ".join(filter(None, (fold(plain[start:end]) for start, end, _ in _core(plain)[0])))


@lru_cache(maxsize=65_536)
def loose(text: str) -> str:
    """Key that forgets blanks, doubled letters and the difference of a, o and u too; only for a unique match."""
    words = (word if re.fullmatch("[ivx]+", word) else re.sub("[ou]", "a", word) for word in key(text).split())
    return re.sub(r"([^\divx])\1+", r"\1", "".join(words))


def unit(text: str) -> Unit:
    """`text` as a `Unit`: "Qarshi shahri" is Qarshi, a city; "Қарши тумани" is Қарши, a district."""
    plain = tidy(text)
    tokens, kind = _core(plain)
    if kind is None or not tokens:
        return Unit(plain, kind)
    name = plain[tokens[0][0] : tokens[-1][1]]
    return Unit(name + ")" * (name.count("(") > name.count(")")), kind)


def strip_suffix(text: str) -> str:
    """`text` tidied, without MFY, tumani, район and the like; never empty when `text` has a letter or digit."""
    return unit(text).name


def slug(text: str) -> str:
    """Name in a-z, 0-9 and hyphens, without suffix and apostrophes: "Aygʻirkoʻl MFY" is "aygirkol"."""
    latin = to_latin(strip_suffix(text)).casefold().replace(TURNED, "").replace(TUTUQ, "")
    ascii_only = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", ascii_only).strip("-")


def may_be_russian(text: str) -> bool:
    """Whether `text` is Cyrillic without a letter of Uzbek: then к may stand for q and у for oʻ."""
    return bool(re.search("[а-яё]", text.casefold())) and not re.search("[ўқғҳ]", text.casefold())


def _compatible(text: str) -> str:
    """`text` tidied, with full-width letters, Roman numeral signs and the like in plain form."""
    return tidy(unicodedata.normalize("NFKC", tidy(text).replace("№", " ")))


def _table(words: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Folded words -> kind, the longest first."""
    pairs = {
        tuple(russian(fold(word)) for word in phrase.split()): kind
        for kind, phrases in words.items()
        for phrase in phrases.split("; ")
    }
    return dict(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


_SUFFIX: Final = _table(_SUFFIXES)
_PREFIX: Final = _table(_PREFIXES)
_Token = tuple[int, int, str]  # start, end, folded for Russian


def _core(plain: str) -> tuple[list[_Token], str | None]:
    """Tokens of a tidied text that are the name itself, and the kind the outermost suffix or prefix tells."""
    found = [(match.start(), match.end(), russian(fold(match[0]))) for match in _TOKEN.finditer(plain)]
    tokens = [token for token in found if token[2]]
    kind: str | None = None
    while True:
        shorter, told = _strip_once(tokens, plain)
        if told is None:
            return tokens, kind
        tokens, kind = shorter, kind or told


def _strip_once(tokens: list[_Token], plain: str) -> tuple[list[_Token], str | None]:
    """`tokens` without one suffix or prefix, and what that told; (tokens, None) when there is none to take off."""
    words = tuple(word for _, _, word in tokens)
    for phrase, kind in _SUFFIX.items():
        size = len(phrase)
        if len(words) > size and words[-size:] == phrase and not _is_part_of_name(tokens, tokens[-size], plain):
            return tokens[:-size], kind
    for phrase, kind in _PREFIX.items():
        size = len(phrase)
        if len(words) > size and words[:size] == phrase and not _is_initial(tokens[0], plain):
            return tokens[size:], kind
    return tokens, None


def _is_part_of_name(tokens: list[_Token], suffix: _Token, plain: str) -> bool:
    """Whether what looks like a suffix belongs to the name: the shahar of Yangi shahar, the T of "Guliston T"."""
    before = tokens[: tokens.index(suffix)]
    bare = suffix[2] in _BARE and all(word in _ADJECTIVES for _, _, word in before)
    return bare or _is_initial(suffix, plain)


def _is_initial(token: _Token, plain: str) -> bool:
    """Whether a one-letter word is a capital, as in Г. Гулом: then it is no abbreviation of a unit."""
    start, end, _ = token
    return end - start == 1 and plain[start:end].isupper()
