"""Notes that only the presenter sees, and decisions entered on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from dashboard import country, data, errors, layout, markup, state
from dashboard.presenter import acts
from dashboard.presenter.acts import Decided
from dashboard.presenter.seen import Seen
from dashboard.stage.makers import places
from geodata.register.decisions import Decision
from geodata.register.records import Kept

DUE_DAYS = (1, 3, 7, 10, 14, 21, 30, 45, 60, 90)
USUAL_DUE = 2
NEWEST = 4


def notes(seen: Seen) -> None:
    """One note a speaker, kept as soon as it is left."""
    if seen.meeting is None:
        return
    meeting, item = seen.meeting, seen.desk.cue.item
    key = f"note-{meeting}-{item or 0}"
    if state.value_of(key) is None:
        state.shown(key, acts.noted(meeting, item))
    with layout.card("notes"):
        markup.show("title.html", text=seen.words("selector.notes"), note=seen.words("selector.notes_hint"))
        st.text_area(
            seen.words("selector.notes"),
            key=key,
            height=120,
            label_visibility="collapsed",
            on_change=lambda: acts.note(meeting, item, str(state.value_of(key) or "")),
        )


def decisions(seen: Seen) -> None:
    """The form, and what this meeting has decided so far."""
    if seen.meeting is None or seen.desk.agenda is None:
        return
    words = seen.words
    with layout.card("decide"):
        markup.show("title.html", text=words("selector.decide"), note=words("selector.decide_note"))
        if seen.desk.records.posts:
            _form(seen, seen.meeting, seen.desk.agenda.meeting.what.day)
        if found := acts.decided_at(seen.meeting)[:NEWEST]:
            markup.show("selector/decisions.html", title=words("selector.decisions"), rows=rows(seen, found))
            _corrections(seen, found)


def _form(seen: Seen, meeting: int, day: date) -> None:
    words, setting = seen.words, seen.setting(_where(seen))
    red = places.years_in_red(setting)
    inside = places.chosen(setting)
    codes = setting.edition.mahallas["code"].astype(str).tolist()
    order = sorted((at for at in range(len(codes)) if inside[at]), key=lambda at: (-int(red[at]), codes[at]))
    order = order if setting.one_district or not country.is_one(setting.edition) else []
    own = setting.asked.place or setting.edition.region.code
    posts = [post for post in seen.desk.records.posts.values() if post.level != "republic"]
    keys = [one.key for one in posts]
    speaker = seen.desk.item.what.speaker if seen.desk.item else ""
    dues = [day + timedelta(days=step) for step in DUE_DAYS]
    said = _said(seen)  # the page is drawn anew at once, for the stage has moved
    with st.form("decide", clear_on_submit=True, border=False):
        text = st.text_area(words("selector.text"), key="decide-text", height=90)
        place = st.selectbox(
            words("selector.place"),
            [own, *(codes[at] for at in order)],
            format_func=lambda code: setting.title if code == own else setting.place_in_full(code),
            key=f"decide-place-{own}",
        )
        post = st.selectbox(
            words("selector.post"),
            keys,
            index=keys.index(speaker) if speaker in keys else 0,
            format_func=setting.post_name,
            key=f"decide-post-{speaker}",
        )
        due = st.selectbox(
            words("selector.due"), dues, index=USUAL_DUE, format_func=words.date, key="decide-due", filter_mode=None
        )
        if st.form_submit_button(words("selector.decide"), key="decide-keep", type="primary"):
            if not text.strip():
                st.warning(words("selector.need_text"))
                return
            level = country.level(setting.edition, str(place))
            with errors.told():
                decided = Decided(text=text.strip(), place=str(place), level=level, post=str(post), due=due)
                state.shown(said, acts.decide(meeting, decided))
        if number := state.value_of(said):
            st.success(words("selector.decided", n=number))


def _where(seen: Seen) -> str:
    """The place whose mahallas can be named; in a country first a region or a district, found by typing its name."""
    if not country.is_one(seen.edition):
        return seen.place
    own = data.regions(seen.edition.id)
    if seen.place and seen.place not in own:
        return seen.place
    named = {seen.place: seen.setting(seen.place).title}
    for region, districts in country.regions(seen.edition).items():
        if seen.place in {"", region}:
            named |= {code: seen.setting().place_name(code) for code in (region, *districts)}
    chosen = st.selectbox(
        seen.words("country.where"),
        list(named),
        format_func=lambda code: named[code],
        key=f"decide-where-{seen.place or 'all'}",
    )
    return str(chosen or "")


def _said(seen: Seen) -> str:
    """Where it is kept that a decision was recorded while this speaker has the word."""
    return f"decided-{seen.meeting}-{seen.desk.cue.item or 0}"


def rows(seen: Seen, decided: Sequence[Kept[Decision]]) -> list[dict[str, str]]:
    """Decisions as their template takes them."""
    setting = seen.setting()
    return [
        {
            "number": str(one.what.number),
            "text": setting.said(one.what.text),
            "where": f"{setting.place_in_full(one.what.place)} · {setting.post_name(one.what.post)}",
            "due": seen.words.date(one.what.due),
        }
        for one in decided
    ]


def _corrections(seen: Seen, decided: Sequence[Kept[Decision]]) -> None:
    """A button for each decision: it is taken back, and its words stand in the field again to be mended."""
    with layout.bar("corrections"):
        for one in decided:
            st.button(
                seen.words("selector.correct", n=one.what.number),
                key=f"correct-{one.id}",
                on_click=_correct,
                args=(seen, one),
                type="tertiary",
            )


def _correct(seen: Seen, one: Kept[Decision]) -> None:
    with errors.told():
        acts.take_back(one, why=seen.words("selector.corrected_why"))
        state.shown(_said(seen), None)
        state.shown("decide-text", seen.setting().said(one.what.text))
