"""Photographs of model sites: add one to a site, or withdraw one that should not be shown."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import clock, data, errors, layout, markup, state
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.panels import sites
from dashboard.panels.places import where
from dashboard.view import View
from geodata import photos
from geodata.errors import GeodataError, SourceError
from geodata.register import Kept
from geodata.register.photos import LONGEST_CAPTION, STAGES, SitePhoto
from geodata.sites import key_of


def show(view: View, *, kind: str | None, stage: str | None) -> None:
    """For one of the sites shown: a photograph to add, and those on show to withdraw; nothing without that right."""
    words = view.words
    found = sites.chosen(view, mahalla=view.mahalla, kind=kind, stage=stage)
    if not len(found) or not acting.may(May.PHOTO):
        return
    choices = {key_of(site): site for site in found.to_dict("records")}
    with layout.card("photos"):
        markup.show("title.html", text=words("photo.title"), note=words("photo.note"))
        site = st.selectbox(
            words("photo.site"),
            list(choices),
            format_func=lambda key: _name(view, choices[key]),
            key="photo-site",
            filter_mode=None,
        )
        new, old = st.columns(2, gap="large")
        with new:
            _adding(view, str(site))
        with old:
            _withdrawing(view, str(site))


def _name(view: View, site: Mapping[Hashable, Any]) -> str:
    return " · ".join(filter(None, (view.words(f"site.{site['kind']}"), where(view, site))))


def _adding(view: View, site: str) -> None:
    words, key = view.words, f"photo-{state.value_of('photo-count') or 0}"
    sent = st.file_uploader(words("photo.file"), key=f"{key}-file")
    stage = st.segmented_control(
        words("photo.stage"), list(STAGES), format_func=lambda name: words(f"photo.{name}"), key=f"{key}-stage"
    )
    caption = st.text_input(words("photo.caption"), max_chars=LONGEST_CAPTION, key=f"{key}-caption")
    taken = st.text_input(words("photo.taken"), placeholder="31.01.2025", key=f"{key}-taken")
    if st.button(words("photo.add"), disabled=sent is None, key="photo-add") and sent is not None:
        try:
            _add(sent, SitePhoto(site=site, file="-", stage=stage or "", caption=caption.strip(), taken=day_of(taken)))
        except GeodataError as error:
            errors.say(words, error.finding)
            return
        state.shown("photo-count", (state.value_of("photo-count") or 0) + 1)  # the boxes come back empty
        state.shown("photo-said", "photo.added")
        st.rerun()
    if said := state.value_of("photo-said"):
        st.success(words(str(said)))
        state.shown("photo-said", None)


def _add(sent: UploadedFile, photo: SitePhoto) -> None:
    photos.add(data.store(), photos.prepare(sent.getvalue(), name=sent.name), photo, who=acting.who(May.PHOTO))


def day_of(text: str) -> date | None:
    """A day written as 31.01.2025 or 2025-01-31, None for nothing; SourceError for any other, or one to come."""
    if not text.strip():
        return None
    found = clock.read(text)
    if found is None or found > clock.today():
        raise SourceError("photo_date", got=text.strip())
    return found


def _withdrawing(view: View, site: str) -> None:
    words = view.words
    on_show = {kept.id: kept for kept in photos.by_site(data.store()).get(site, ())}
    if not on_show:
        return
    number = st.selectbox(
        words("photo.shown"),
        list(on_show),
        format_func=lambda key: _told(view, on_show[key]),
        key="photo-shown",
        filter_mode=None,
    )
    why = st.text_input(words("photo.why"), key="photo-why").strip()
    if st.button(words("photo.withdraw"), disabled=not why, key="photo-withdraw") and number is not None:
        try:
            photos.withdraw(data.store(), int(number), why=why, who=acting.who(May.PHOTO))
        except GeodataError as error:
            errors.say(words, error.finding)
            return
        state.shown("photo-said", "photo.withdrawn")
        st.rerun()


def _told(view: View, kept: Kept[SitePhoto]) -> str:
    told = sites.photo(view, kept.what)
    return " · ".join(filter(None, (str(kept.id), told["mark"], told["text"])))
