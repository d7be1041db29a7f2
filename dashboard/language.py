"""The four languages: texts by key, plural forms, and numbers, dates and periods as each language writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, localcontext
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, format_percent

from geodata.periods import TIME_ZONE, Period

_FOLDER: Final = Path(__file__).parent / "locales"
REPUBLIC: Final = "republic"
"""The section of texts that call the whole a republic; the others call it a region."""
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
# CLDR leaves out the soft signs that Uzbek papers in Cyrillic script write.
_UZ_CYRL_MONTHS: Final = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)


class Language(StrEnum):
    """The languages by their tags, as the address carries them."""

    UZ_LATN = "uz-Latn"
    UZ_CYRL = "uz-Cyrl"
    RU = "ru"
    EN = "en"


NAMES: Final[Mapping[Language, str]] = MappingProxyType(
    {
        Language.UZ_LATN: "Oʻzbekcha",
        Language.UZ_CYRL: "Ўзбекча",
        Language.RU: "Русский",
        Language.EN: "English",
    }
)


def from_browser(tag: str | None) -> Language:
    """The language for a browser's tag such as `ru-RU` or `uz-Cyrl-UZ`; Uzbek in Latin script where none fits."""
    parts = (tag or "").replace("_", "-").lower().split("-")
    if parts[0] == "uz":
        return Language.UZ_CYRL if "cyrl" in parts else Language.UZ_LATN
    return {"ru": Language.RU, "en": Language.EN}.get(parts[0], Language.UZ_LATN)


def from_header(headers: Mapping[str, str]) -> Language:
    """The language that a request's head asks for first (`Accept-Language`, RFC 9110)."""
    return from_browser(headers.get("accept-language", "").partition(",")[0].partition(";")[0].strip())


@lru_cache(maxsize=len(Language))
def texts(language: Language) -> Mapping[str, str]:
    """Every text of a language, flat: `section.key` to the text, from all files of its folder.

    A key that stands in two of them raises ValueError: one of the two texts would never be seen.
    """
    found: dict[str, str] = {}
    for path in files(language):
        read = _flat(tomllib.loads(path.read_text(encoding="utf-8")))
        if twice := found.keys() & read.keys():
            raise ValueError(f"{path.name}: {', '.join(sorted(twice))} stands in another file too")
        found |= read
    return MappingProxyType(found)


@lru_cache(maxsize=len(Language))
def texts_of_a_country(language: Language) -> Mapping[str, str]:
    """The same texts where the whole is the republic: what `republic.KEY` says stands in the place of `KEY`."""
    known = texts(language)
    return MappingProxyType({key: known.get(f"{REPUBLIC}.{key}", text) for key, text in known.items()})


def files(language: Language) -> list[Path]:
    """The files of a language, one a subject."""
    return sorted((_FOLDER / language).glob("*.toml"))


def _flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


class Words:
    """What one reader reads: `words("region.title")`, numbers and dates in the language's own form."""

    def __init__(self, language: Language, *, republic: bool = False) -> None:
        self.language = language
        self._texts = texts_of_a_country(language) if republic else texts(language)
        self._locale = _locale(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled; KeyError where a language lacks it, which is a bug."""
        text = self._texts[key]
        return text.format(**values) if values else text

    def known(self, section: str, key: str) -> str:
        """The text of `section.key`; the key itself where it is a word of the operator's own data."""
        return self._texts.get(f"{section}.{key}", key)

    def section(self, name: str) -> Mapping[str, str]:
        """Every text whose key begins with `name.`."""
        return {key: text for key, text in self._texts.items() if key.startswith(f"{name}.")}

    def counted(self, key: str, n: int) -> str:
        """A text with a number, in the plural form of the number: `key.one`, `key.few`, `key.many`, `key.other`."""
        form = str(self._locale.plural_form(n))
        chosen = f"{key}.{form}" if f"{key}.{form}" in self._texts else f"{key}.other"
        return self(chosen, n=self.number(n))

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the language's separators and a true minus sign, rounded to `digits` decimals."""
        return _number(self.language, value, digits)

    def signed(self, value: float, digits: int = 0) -> str:
        """A number with its sign always written; zero has none."""
        text = self.number(value, digits)
        return f"+{text}" if value > 0 and not _is_zero(text) else text

    def percent(self, share: float, digits: int = 1) -> str:
        """A share of one as per cent: 0.165 is 16,5 %."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
        with localcontext() as context:
            context.rounding = ROUND_HALF_UP
            text = _signs(str(format_percent(share, format=pattern, locale=self._locale)))
        return (
            text
            if self.language is Language.EN
            else text.replace("%", f"{NO_BREAK}%").replace(f"{NO_BREAK}" * 2, NO_BREAK)
        )

    def signed_percent(self, share: float, digits: int = 1) -> str:
        """A share of one as per cent with its sign always written: −0.041 is −4,1 %."""
        text = self.percent(share, digits)
        return f"+{text}" if share > 0 and not _is_zero(text) else text

    def date(self, day: date) -> str:
        """A date in figures, as official papers of the language have it."""
        return str(
            format_date(day, "d MMM yyyy" if self.language is Language.EN else "dd.MM.yyyy", locale=self._locale)
        )

    @property
    def day_format(self) -> str:
        """How a spreadsheet writes a day as `date` does."""
        return "d mmm yyyy" if self.language is Language.EN else "dd.mm.yyyy"

    def moment(self, at: datetime) -> str:
        """A date and a time of day in the region's own time zone."""
        local = at.astimezone(ZoneInfo(TIME_ZONE))
        return f"{self.date(local.date())} {local:%H:%M}"

    def month(self, number: int, *, short: bool = False) -> str:
        """The name of a month, 1 to 12; small letters but in English, as within a sentence."""
        if self.language is Language.UZ_CYRL and not short:
            return _UZ_CYRL_MONTHS[number - 1]
        name = _months(self.language, short=short)[number]
        return name if self.language is Language.EN else name.lower()

    def period(self, period: Period) -> str:
        """A period in words: a year, a half, a quarter, a month or a range of days."""
        values: dict[str, object] = {"year": period.start.year}
        if period.kind == "half":
            values["n"] = 1 if period.start.month == 1 else 2
        elif period.kind == "quarter":
            values["n"] = (period.start.month + 2) // 3
        elif period.kind == "month":
            values["month"] = self.month(period.start.month)
        elif period.kind == "range":
            if len(months := period.months()) == 1 and not months[0].partial:
                return self.period(months[0])
            if _is_months(period):
                first, last = self.month(period.start.month), self.month(period.end.month)
                return self("period.months", first=first, last=last, year=period.start.year)
            values = {"start": self.date(period.start), "end": self.date(period.end)}
        return self(f"period.{period.kind}", **values)


def _is_months(period: Period) -> bool:
    """Whether a range is several whole months of one year."""
    months = period.months()
    return len(months) > 1 and period.start.year == period.end.year and not any(month.partial for month in months)


@lru_cache(maxsize=16_384)  # a page writes hundreds, on every run the same; Babel takes a tenth of a millisecond each
def _number(language: Language, value: float, digits: int) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP  # as the map and spreadsheets round
        text = str(format_decimal(value, format=pattern, locale=_locale(language)))
    return _signs(text).replace(" ", NO_BREAK)


@lru_cache(maxsize=2 * len(Language))
def _months(language: Language, *, short: bool) -> dict[int, str]:
    width: Literal["abbreviated", "wide"] = "abbreviated" if short else "wide"
    names = get_month_names(width, context="stand-alone", locale=_locale(language))
    return {number: str(names[number]) for number in range(1, 13)}


@lru_cache(maxsize=len(Language))
def _locale(language: Language) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def _is_zero(text: str) -> bool:
    return not any(digit in text for digit in "123456789")


def _signs(text: str) -> str:
    """The text of a number with a true minus sign, and none before a zero."""
    return text.replace("-", "" if _is_zero(text) else MINUS)
