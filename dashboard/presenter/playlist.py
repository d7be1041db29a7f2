"""The wall without a meeting: hold and go on, jump, and the playlist."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import streamlit as st

from dashboard import country, data, errors, layout, markup, state
from dashboard.language import NAMES, Language, Words
from dashboard.presenter import acts
from dashboard.presenter.seen import Seen
from dashboard.stage import rotation
from dashboard.stage.rotation import Turn
from dashboard.stage.scene import title
from geodata.errors import PeriodError
from geodata.periods import Period
from geodata.register.stage import LANGUAGES, LONGEST_S, SHORTEST_S, Step

EXAMPLE = "2024, 2024-Q4, 2024-12"
_Labels = Literal["visible", "collapsed"]


def turns(seen: Seen) -> None:
    """While no meeting is on: hold, go on, and every scene of the rotation as a button."""
    if seen.desk.agenda is not None:
        return
    words, cue = seen.words, seen.desk.cue
    order = rotation.order_of(seen.desk.steps, seen.edition, seen.desk.region)
    if not order:
        return
    now = rotation.position(order, cue, datetime.now(UTC)).index
    with layout.card("queue"):
        markup.show("title.html", text=words("selector.rotation"), note=f"{now + 1}/{len(order)}")
        with layout.bar("turns"):
            st.button(
                words("selector.previous"), key="turn-back", shortcut="Left", on_click=acts.jump, args=(order, now - 1)
            )
            if cue.held:
                st.button(words("selector.go_on"), key="turn-go", shortcut="P", type="primary", on_click=acts.go_on)
            else:
                st.button(words("selector.pause"), key="turn-hold", shortcut="P", on_click=acts.hold)
            st.button(
                words("selector.next"), key="turn-on", shortcut="Right", on_click=acts.jump, args=(order, now + 1)
            )
        _regions(seen)
        with layout.bar("speakers"):
            for at, turn in enumerate(order):
                key = f"jump-{at}-{'on' if at == now else 'off'}"
                kind: Literal["primary", "secondary"] = "primary" if at == now else "secondary"
                st.button(markup.plain(_name(seen, turn)), key=key, type=kind, on_click=acts.jump, args=(order, at))


def _regions(seen: Seen) -> None:
    """Of a country: whether the walls turn through its regions, or through the districts of one."""
    if not country.is_one(seen.edition):
        return
    every = seen.words("country.in_turn")
    st.selectbox(
        seen.words("country.turns"),
        ["", *country.regions(seen.edition)],
        format_func=lambda code: data.region_name(code, seen.words.language) if code else every,
        key=state.shown("turn-region", seen.desk.region),
        on_change=lambda: acts.turn_through(str(state.value_of("turn-region") or "")),
    )


def addresses(seen: Seen) -> None:
    """While no meeting is on: how a wall is opened, and its keys."""
    if seen.desk.agenda is not None:
        return
    words = seen.words
    with layout.card("walls"):
        lines = [words(f"selector.help.{name}") for name in ("size", "language", "keys", "follow")]
        markup.show("selector/help.html", title=words("selector.walls"), lines=lines)


def _round(seen: Seen) -> str:
    """How long the playlist runs until it begins again."""
    order = rotation.order_of(seen.desk.steps, seen.edition, seen.desk.region)
    return seen.words("selector.round", n=seen.words.number(sum(turn.step.seconds for turn in order) / 60, 1))


def _name(seen: Seen, turn: Turn) -> str:
    if turn.place:
        return title(seen.edition, seen.words.language, turn.place)
    return seen.words(f"stage.kind.{turn.scene}")


def edit(seen: Seen) -> None:
    """While no meeting is on: a line of fields a scene; a line's number says where it stands."""
    if seen.desk.agenda is not None:
        return
    words = seen.words
    with layout.card("rotation"), st.form("playlist", border=False):
        markup.show("title.html", text=words("selector.playlist"), note=_round(seen))
        wanted = [_line(seen, number, step) for number, step in enumerate(seen.desk.steps)]
        if st.form_submit_button(words("selector.save"), key="playlist-save", type="primary"):
            with errors.told():
                _save(seen, wanted)


def _line(seen: Seen, number: int, step: Step) -> tuple[int, Step | None]:
    """One line: where it is to stand, and its step; None where its period cannot be read."""
    words, key, first = seen.words, f"{step.scene}-{number}", number == 0
    shown: _Labels = "visible" if first else "collapsed"
    widths = [0.8, 3, 1.2, 1.9, 2.8, 1.6, 2]
    place, scene, seconds, language, group, period, on = st.columns(widths, vertical_alignment="bottom", gap="small")
    with scene:
        markup.show("selector/label.html", text=words(f"stage.kind.{step.scene}"))
    at = place.number_input(words("selector.order"), 1, 99, number + 1, key=f"order-{key}", label_visibility=shown)
    long = seconds.number_input(
        words("selector.seconds"), SHORTEST_S, LONGEST_S, step.seconds, 5, key=f"seconds-{key}", label_visibility=shown
    )
    with language:
        tongue = _language(words, step, key, shown)
    with group:
        counted = _group(seen, step, key, shown)
    when = period.text_input(
        words("selector.period"), step.period, key=f"period-{key}", placeholder="2024-Q4", label_visibility=shown
    )
    seen_on = on.checkbox(words("selector.shown"), step.shown, key=f"shown-{key}")
    try:
        key_of = Period.parse(when.strip()).key if when.strip() else ""
    except PeriodError:
        st.error(markup.plain(words("selector.bad_period", got=when, example=EXAMPLE)))
        return int(at), None
    made = Step(
        number=number + 1,
        scene=step.scene,
        seconds=int(long),
        language=tongue,
        group=counted,
        period=key_of,
        shown=seen_on,
    )
    return int(at), made


def _language(words: Words, step: Step, key: str, shown: _Labels) -> str:
    """The language of a scene, "" for that of the wall."""
    chosen = st.selectbox(
        words("selector.language"),
        LANGUAGES,
        index=LANGUAGES.index(step.language),
        format_func=lambda tag: NAMES[Language(tag)] if tag else words("selector.language_own"),
        key=f"language-{key}",
        label_visibility=shown,
        filter_mode=None,
    )
    return str(chosen)


def _group(seen: Seen, step: Step, key: str, shown: _Labels) -> str:
    """The count group of a scene, "" for that of the wall."""
    words, groups = seen.words, ["", *seen.edition.groups()]
    chosen = st.selectbox(
        words("selector.group"),
        groups,
        index=groups.index(step.group) if step.group in groups else 0,
        format_func=lambda name: words.known("group", name) if name else words("selector.group_own"),
        key=f"group-{key}",
        label_visibility=shown,
        filter_mode=None,
    )
    return str(chosen)


def _save(seen: Seen, wanted: list[tuple[int, Step | None]]) -> None:
    steps = [step for _, step in sorted(wanted, key=lambda pair: pair[0]) if step is not None]
    if len(steps) < len(wanted):
        return
    if not any(step.shown for step in steps):
        st.error(seen.words("selector.empty_list"))
        return
    acts.play(steps)
    st.rerun()
