"""How every figure is made: one table of methods, with the formula and the sources; the words are in the locales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dashboard.language import Words
from geodata.analysis.indicators import INDICATORS

CHAPTERS: Final = ("figures", "chance", "patterns", "data")
NOT_CONCLUDED: Final = ("low", "within", "single", "cause", "category", "groups", "hatched", "periods", "person")


@dataclass(frozen=True, slots=True)
class Word:
    """A quantity in a formula, named in the reader's language by `symbol.KEY`."""

    key: str


@dataclass(frozen=True, slots=True)
class Fraction:
    """What stands over a line, and what under it."""

    over: tuple[Part, ...]
    under: tuple[Part, ...]


Part = str | Word | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method: its chapter, its formula (none: words alone say it), and where it comes from.

    Its words are `method.KEY.name`, `.what`, `.how` and `.limits`; those of an indicator are its own name and formula.
    """

    key: str
    chapter: str
    formula: tuple[Part, ...] = ()
    sources: tuple[str, ...] = ()

    def name(self, words: Words) -> str:
        """What it is called."""
        return words(f"indicator.{self.key}" if self.key in INDICATORS else f"method.{self.key}.name")

    def what(self, words: Words) -> str:
        """One sentence that says what it is."""
        return words(f"formula.{self.key}" if self.key in INDICATORS else f"method.{self.key}.what")

    def how(self, words: Words, **figures: object) -> str:
        """More of it, with the figures that an edition was made with; empty where the sentence says all."""
        key = f"method.{self.key}.how"
        return words(key, **figures) if key in words.section(f"method.{self.key}") else ""

    def limits(self, words: Words) -> str:
        """What it cannot say."""
        return words(f"method.{self.key}.limits")


_EVENTS, _RESIDENTS, _REGION = Word("events"), Word("residents"), Word("region")
_RATE: Final = Fraction((_EVENTS,), (_RESIDENTS,))
_FORMULAS: Final[Mapping[str, tuple[Part, ...]]] = MappingProxyType(
    {
        "count": ("Σ ", _EVENTS),
        "rate": (_RATE, " × 1\u00a0000"),
        "smoothed_rate": ("w · ", _RATE, " + (1 − w) · ", _REGION, ",  w = ", Fraction(("A",), ("A + m / n",))),
        "difference": (Word("after"), " − ", Word("before")),
        "share": (Fraction((Word("chosen"),), (Word("all"),)), " × 100"),
        "density": (Fraction((_RESIDENTS,), (Word("area"),)),),
    }
)
_SOURCES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"smoothed_rate": ("Marshall 1991, Applied Statistics 40, 283–294",)}
)

_OTHERS: Final = (
    Method(key="own", chapter="figures"),
    Method(
        key="chance",
        chapter="chance",
        formula=(Word("after"), "  ~  Bin(n, ½),  n = ", Word("before"), " + ", Word("after")),
        sources=(
            "Przyborowski, Wilenski 1940, Biometrika 31, 313–323",
            "Clopper, Pearson 1934, Biometrika 26, 404–413",
        ),
    ),
    Method(
        key="unstable",
        chapter="chance",
        formula=(_RESIDENTS, " × ", _REGION, " < 3"),
        sources=("Hanley, Lippman-Hand 1983, JAMA 249, 1743–1745",),
    ),
    Method(key="days", chapter="chance", sources=("Hanley, Lippman-Hand 1983, JAMA 249, 1743–1745",)),
    Method(
        key="concentration",
        chapter="patterns",
        formula=("c · ln ", Fraction(("c",), ("e",)), " + (C − c) · ln ", Fraction(("C − c",), ("C − e",))),
        sources=(
            "Kulldorff 1997, Communications in Statistics 26, 1481–1496",
            "Cliff, Ord 1981, Spatial Processes",
            "Ord, Getis 1995, Geographical Analysis 27, 286–306",
        ),
    ),
    Method(
        key="signals",
        chapter="patterns",
        formula=(Word("expected"), " = ", Word("part"), " × ", Word("month"), " × ", Word("own")),
        sources=(
            "Harvey, Fernandes 1989, Journal of Business & Economic Statistics 7, 407–417",
            "Benjamini, Hochberg 1995, Journal of the Royal Statistical Society B 57, 289–300",
        ),
    ),
    Method(
        key="effect",
        chapter="patterns",
        formula=(
            *(Fraction((Word("after"),), (Word("before"),)), " (", Word("mahalla"), ")  :  "),
            *(Fraction((Word("after"),), (Word("before"),)), " (", Word("compared"), ")"),
        ),
        sources=(
            "Farrington, Gill, Waples, Argomaniz 2007, Journal of Experimental Criminology 3, 21–38",
            "Abadie, Diamond, Hainmueller 2010, Journal of the American Statistical Association 105, 493–505",
            "Bowers, Johnson 2003, Journal of Quantitative Criminology 19, 275–301",
        ),
    ),
    Method(
        key="recording",
        chapter="patterns",
        sources=("Holm 1979, Scandinavian Journal of Statistics 6, 65–70",),
    ),
    Method(key="classes", chapter="data"),
    Method(key="placing", chapter="data"),
    Method(key="boundaries", chapter="data", sources=("Visvalingam, Whyatt 1993, Cartographic Journal 30, 46–51",)),
)

METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        key: Method(key=key, chapter="figures", formula=_FORMULAS.get(key, ()), sources=_SOURCES.get(key, ()))
        for key in INDICATORS
    }
    | {method.key: method for method in _OTHERS}
)
"""Every method by its key, in the order of the page; those of indicators come from the one table of indicators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One method of finding surges as `python -m bench.backtest` printed it; `key` names it on the page."""

    key: str
    bench: str
    alarms: float
    true: float
    found: float
    delay: float


BACKTEST_AREAS: Final = 679
BACKTEST_MONTHS: Final = 12
BACKTEST: Final = (
    Trial(key="ours: alert", bench="ours: alert", alarms=4.55, true=0.93407, found=0.65, delay=0.9),
    Trial(
        key="ours: alert or watch",
        bench="ours: alert or watch",
        alarms=14.1,
        true=0.47872,
        found=0.865,
        delay=0.42197,
    ),
    Trial(key="quasi", bench="quasi-Poisson", alarms=3.08333, true=0.62162, found=0.5175, delay=0.40097),
    Trial(key="ears", bench="EARS C2", alarms=29.16667, true=0.228, found=0.8625, delay=0.33043),
    Trial(key="year", bench="year on year, exact", alarms=21.85, true=0.24485, found=0.8175, delay=0.49847),
    Trial(key="half", bench="+50 % on a year ago", alarms=204.88333, true=0.0432, found=0.9975, delay=0.13784),
)
"""Threefold surges in London's burglaries; a test holds these figures against `bench/backtest.json`."""
