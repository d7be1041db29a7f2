"""What an entry of the log of access tells, in words: page, edition and places by name, the period as people say it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dashboard import data
from dashboard.language import Words
from geodata.edition import editions
from geodata.errors import GeodataError, PeriodError
from geodata.periods import Period, day_of

_NAMED: Final = frozenset(
    {"account", "address", "approved_by", "asked", "district", "edition", "error", "file", "mahalla", "origin", "path",
     "period", "photo"}
)  # fmt: skip
"""Details of an entry that a word tells from another; the locale's section `event.detail`."""


_WORDS: Final = frozenset({"page", "role", "reason", "session"})
_WHOLE: Final = frozenset({"district", "edition"})
"""What its name tells without a word before it."""


@dataclass(frozen=True)
class Details:
    """Tells entries to one reader; editions and places are looked up once for all of them."""

    words: Words

    def __call__(self, text: str) -> str:
        """The details of an entry: what are words of ours first, then what stands beside it, named."""
        words, told = self.words, json.loads(text)
        said = [words.known(name, str(told[name])) for name in ("page", "role") if told.get(name)]
        if reason := told.get("reason"):
            said.append(words.known("event.reason", str(reason)))
        said += [self._one(name, str(value)) for name, value in told.items() if value and name not in _WORDS]
        if number := told.get("session"):
            said.append(words("event.session", n=number))
        return " · ".join(said)

    def _one(self, name: str, value: str) -> str:
        shown = self._shown(name, value)
        whole = name in _WHOLE and shown != value
        return self.words(f"event.detail.{name}", value=shown) if name in _NAMED and not whole else shown

    def _shown(self, name: str, value: str) -> str:
        looks: Mapping[str, Callable[[str], str]] = {
            "asked": self._asked,
            "district": self._several,
            "edition": self._edition,
            "mahalla": self._several,
            "period": self._period,
        }
        return looks.get(name, str)(value)

    @cached_property
    def _editions(self) -> Mapping[str, str]:
        """How each edition is called by its id: its number and day, as in the bar on top."""
        return {
            info.id: self.words("event.edition", number=info.number, date=self.words.date(day_of(info.published_at)))
            for info in editions(data.store())
        }

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """The names of the places of the current edition by code, districts by their official ones."""
        try:
            here, language = data.current_id(), self.words.language
            return {**data.place_names(here, language), **data.district_labels(here, language, "name")}
        except GeodataError:
            return {}

    def _edition(self, value: str) -> str:
        """An edition by number and day; of an area, whose id goes on with its districts, the whole one's."""
        return self._editions.get("-".join(value.split("-")[:2]), value)

    def _several(self, value: str) -> str:
        return ", ".join(self._places.get(code.strip(), code.strip()) for code in value.split(","))

    def _asked(self, value: str) -> str:
        """What was refused: a right, or places."""
        told = self.words.known("event.may", value)
        return told if told != value else self._several(value)

    def _period(self, value: str) -> str:
        try:
            return self.words.period(Period.parse(value))
        except PeriodError:
            return value
