"""Changing records in a page: a dialog, what was typed read and checked, one transaction, one sentence afterwards.

Every change goes through a book of the register, which refuses a record that somebody else has changed meanwhile and
tells the audit trail who changed what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict, TypeVar

import streamlit as st
from sqlalchemy.orm import Session

from dashboard import clock, data, errors, markup, state
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.language import Words
from geodata.errors import GeodataError, OptionError
from geodata.register import Act, Book, Kept

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
DAY = "31.01.2025"
"""How a day is written, shown where one is to be typed."""
_SAID = "record-said"


def act() -> Act:
    """Who changes a record, and when: the one place that says so."""
    return Act(acting.who(May.RECORD), clock.now())


def may() -> bool:
    """Whether whoever looks may change records: only then are there buttons for it."""
    return acting.may(May.RECORD)


def may_everywhere() -> bool:
    """Whether that goes for what holds in the whole region too: bodies, posts, rules, the calendar."""
    return may() and not acting.person().area


def dialog(title: str, body: Callable[[], None]) -> None:
    """A dialog over the page; what is in it runs alone until something is saved."""
    st.dialog(markup.plain(title), width="medium")(body)()


def choose(words: Words, name: str, options: Sequence[str]) -> str:
    """What is to be done in a dialog, where there is more than one thing to do."""
    if len(options) == 1:
        return options[0]
    chosen = st.segmented_control(
        words("edit.what"),
        list(options),
        default=options[0],
        format_func=lambda option: words(f"edit_{name}.{option}"),
        key=f"edit-{name}-what",
        label_visibility="collapsed",
        required=True,
    )
    return str(chosen)


def save(words: Words, write: Callable[[Session, Act], object]) -> None:
    """One transaction; then the dialog closes and the page says so, or the dialog says why nothing was written."""
    try:
        with data.store().register.writing() as session:
            write(session, act())
    except GeodataError as error:
        errors.say(words, error.finding)
        return
    state.shown(_SAID, "edit.saved")
    st.rerun()


def told(words: Words) -> None:
    """What was saved a moment ago, said once."""
    if said := state.value_of(_SAID):
        st.toast(words(str(said)), icon=":material/check:")
        state.shown(_SAID, None)


def written(day: date) -> str:
    """A day as it is typed."""
    return f"{day:%d.%m.%Y}"


def day_of(text: str) -> date:
    """The day that was typed; OptionError if it is none."""
    found = clock.read(text)
    if found is None:
        raise OptionError("day_wrong", got=text.strip() or "—")
    return found


def number_of(text: str) -> float:
    """The number that was typed, with a comma or a point; OptionError if it is none, or below zero."""
    plain = "".join(text.split()).replace(",", ".")
    try:
        found = float(plain)
    except ValueError:
        found = -1.0
    if not 0 <= found < float("inf"):
        raise OptionError("amount_wrong", got=text.strip() or "—")
    return found


def whole_of(text: str) -> int:
    """The whole number that was typed; OptionError if it is none."""
    found = number_of(text)
    if not found.is_integer():
        raise OptionError("amount_wrong", got=text.strip())
    return int(found)


def given(label: str, text: str) -> str:
    """The text that was typed; OptionError, naming the box by its label, if there is none."""
    if not text.strip():
        raise OptionError("input_missing", name=label)
    return text.strip()


class Named(TypedDict):
    """Names in the four languages, as records have them."""

    name_uz_latn: str
    name_uz_cyrl: str
    name_ru: str
    name_en: str


def named(words: Words, names: Mapping[str, str]) -> Named:
    """The names typed; OptionError without the one in Uzbek, Latin."""
    return Named(
        name_uz_latn=given(words("rules.name_uz_latn"), names["uz_latn"]),
        name_uz_cyrl=names["uz_cyrl"].strip(),
        name_ru=names["ru"].strip(),
        name_en=names["en"].strip(),
    )


def end_one(
    words: Words,
    book: Book[T],
    held: Sequence[Kept[T]],
    *,
    on: date,
    name: str,
    label: Callable[[Kept[T]], str],
    check: Callable[[Kept[T], date], None] = lambda _kept, _on: None,
) -> None:
    """A form by which one of several records is ended on a day, `on` unless another is typed, with a reason.

    `name` begins the keys of its widgets, `label` says what a record is, `check` raises where it cannot be ended.
    """
    by_number = {kept.id: kept for kept in held}
    number = st.selectbox(
        words("edit.which"),
        list(by_number),
        format_func=lambda key: label(by_number[key]),
        key=f"{name}-which",
        filter_mode=None,
    )
    with st.form(f"{name}-end", border=False):
        day = st.text_input(words("edit.ends"), written(on), placeholder=DAY)
        why = st.text_input(words("edit.why"))
        sent = st.form_submit_button(words("edit.end"), type="primary")
    if not sent or number is None:
        return

    def write(session: Session, act: Act) -> None:
        kept, last = by_number[int(number)], day_of(day)
        check(kept, last)
        book.close(session, kept, on=last, why=given(words("edit.why"), why), act=act)

    save(words, write)
