"""The preview of the wall, and which scene is on it."""

from __future__ import annotations

import streamlit as st

from dashboard import data, layout, markup
from dashboard.presenter import acts
from dashboard.presenter.seen import Seen

SCENES = ("overview", "red", "change", "roadmap", "signals", "decisions", "sites", "category")
"""In the order of the keys 1 to 8; for the region the first is the agenda."""


def preview(seen: Seen) -> None:
    """What every wall shows now."""
    with st.container(key="preview"):
        st.iframe(f"/wall?lang={seen.words.language}&preview=1", height=420, alt=seen.words("selector.on_air"))


def choose(seen: Seen) -> None:
    """A button a scene: of the speaker's place, and of what the meeting is about."""
    if seen.desk.agenda is None:
        return
    words, cue = seen.words, seen.desk.cue
    with layout.card("scenes"):
        whole = seen.setting(seen.about).title if seen.about else words("selector.scope_region")
        own = [(seen.speaker, words(_scope(seen)))] if seen.speaker else []
        for place, title in (*own, ("", whole)):
            with layout.bar(f"scenes-{'place' if place else 'region'}"):
                markup.show("selector/label.html", text=title)
                for number, scene in enumerate(SCENES, start=1):
                    kind = "agenda" if scene == "overview" and not place else scene
                    on = cue.scene == kind and cue.place == place
                    st.button(
                        words(f"stage.kind.{kind}"),
                        key=f"scene-{'place' if place else 'region'}-{kind}-{'on' if on else 'off'}",
                        shortcut=str(number) if place or not own else f"Shift+{number}",
                        type="primary" if on else "secondary",
                        on_click=acts.show,
                        args=(kind, place),
                    )


def _scope(seen: Seen) -> str:
    """What the speaker's own scenes are of: a district, in a country also a region."""
    return "country.scope" if seen.speaker in data.regions(seen.edition.id) else "selector.scope_place"
