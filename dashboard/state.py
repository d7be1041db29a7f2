"""What a reader looks at. The address is the truth: widgets show what it says and write back into it.

A widget's callback runs before the script, so the script always reads one settled address; a link, the browser's
back button and a click on the map all take the same way. `st.session_state` is named in this module alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import streamlit as st

from dashboard.language import Language, from_browser
from geodata.errors import PeriodError
from geodata.periods import Period

_OWNER = "owner"
_OLDEST, _NEWEST = 1900, 2200


class Field(StrEnum):
    """The parameters of an address, the same on every page."""

    LANGUAGE = "lang"
    DISTRICT = "district"
    MAHALLA = "mahalla"
    INDICATOR = "indicator"
    GROUP = "group"
    TYPE = "type"
    PERIOD = "period"
    DECISION = "decision"
    EDITION = "edition"
    KIND = "kind"
    STATE = "state"
    SHOW = "show"
    DAY = "day"
    PART = "part"
    LAYER = "layer"
    POST = "post"
    RULE = "rule"
    ONLY = "only"
    YEAR = "year"
    SIGNAL = "signal"
    ANSWERED = "answered"
    METHOD = "method"
    ROLE = "as"


def is_of_our_time(day: date) -> bool:
    """Whether a day of an address can be one of the data: reckoning from either end of the calendar overruns it."""
    return _OLDEST <= day.year < _NEWEST


LINKED: Final = (
    Field.LANGUAGE,
    Field.DISTRICT,
    Field.MAHALLA,
    Field.INDICATOR,
    Field.GROUP,
    Field.TYPE,
    Field.PERIOD,
    Field.DECISION,
    Field.EDITION,
    Field.SHOW,
    Field.DAY,
    Field.ROLE,
)
"""What a link to another page of the same view keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parameters as they stand, each None where it is absent; not yet held against any edition."""

    values: Mapping[str, str]

    def get(self, field: Field) -> str | None:
        """One parameter, None where it is absent or empty."""
        return self.values.get(field) or None

    def several(self, field: Field) -> tuple[str, ...]:
        """A parameter with several values between commas."""
        return tuple(part for part in (self.values.get(field) or "").split(",") if part)

    def one_of(self, field: Field, allowed: Sequence[str]) -> str | None:
        """A parameter that is one of a few words; None where it is none of them."""
        asked = self.get(field)
        return asked if asked in allowed else None

    def number(self, field: Field) -> int | None:
        """A parameter that is a number; None where it is not, or is longer than a database can compare."""
        text = self.values.get(field) or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    def period(self) -> Period | None:
        """The period asked for; None where there is none, it cannot be read, or it is of another age."""
        text = self.get(Field.PERIOD)
        try:
            found = Period.parse(text) if text else None
        except PeriodError:
            return None
        return found if found and is_of_our_time(found.start) and is_of_our_time(found.end) else None

    def link(self) -> dict[str, str]:
        """The parameters for a link to another page of the same view."""
        return {name: value for name, value in self.values.items() if name in LINKED and value}


def address() -> Address:
    """The address of this run."""
    return Address(values=dict(st.query_params))


def language() -> Language:
    """The language of the address, or else of the browser, or else Uzbek in Latin script."""
    asked = st.query_params.get(Field.LANGUAGE)
    return Language(asked) if asked in set(Language) else from_browser(st.context.locale)


def is_dark() -> bool:
    """Whether the reader's theme is dark."""
    return st.context.theme.type == "dark"


def put(field: Field, value: str | None) -> None:
    """Write one parameter into the address; None or an empty text takes it away."""
    if value:
        if st.query_params.get(field) != value:
            st.query_params[field] = value
    elif field in st.query_params:
        del st.query_params[field]


def belongs_to(who: str) -> None:
    """Forget what somebody else left in this session of Streamlit: a browser may come back to it as another person."""
    if st.session_state.get(_OWNER, who) != who:
        st.session_state.clear()
    st.session_state[_OWNER] = who


def shown(key: str, value: Any) -> str:
    """Let the widget `key` show `value`, whatever it showed before; the key, to be given to the widget."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def writes(field: Field, key: str, text: Callable[[Any], str | None] = lambda value: value) -> Callable[[], None]:
    """A widget's callback: its new value, made text, becomes the parameter `field`."""

    def callback() -> None:
        put(field, text(st.session_state[key]))

    return callback


def value_of(key: str) -> Any:
    """What a widget holds now; None where it has not been shown."""
    return st.session_state.get(key)


def joined(values: list[str] | None) -> str | None:
    """Several chosen values as one parameter."""
    return ",".join(values) if values else None
