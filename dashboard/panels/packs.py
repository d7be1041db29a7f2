"""The pack of a meeting by one button: made now, telling how far it is, then taken away file by file or whole."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import clock, data, layout, markup
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.export.downloads import noted
from dashboard.export.pack import shelf
from dashboard.export.pack.naming import name_of
from dashboard.view import View

_ENDINGS: Final = ("pptx", "pdf", "xlsx", "geojson", "gpkg")
_MAKING: Final = threading.Lock()
"""One at a time: whoever asks meanwhile waits, and pages stay quick."""


def show(view: View, meeting: int | None = None, on: date | None = None) -> None:
    """The button, and the files once they are made; of a meeting as of its day."""
    if not acting.may(May.EXPORT):
        return
    with layout.card("pack"):
        _panel(view, meeting, on or clock.as_of(view.address, view.edition))


@st.fragment
def _panel(view: View, meeting: int | None, on: date) -> None:
    words, place = view.words, folder(view, meeting, on)
    made = place / name_of(view, meeting)
    with layout.bar("pack"):
        markup.show("heading.html", text=words("pack.title"))
        asked = st.button(words("pack.make"), key="pack-make", width="content", help=words("pack.note"))
    if asked:
        _make(view, place, meeting, on)
    if made.is_dir():
        _files(view, made)


def folder(view: View, meeting: int | None, on: date) -> Path:
    """Where the pack of this view lies: one with other figures, or from before a record changed, lies elsewhere."""
    told = repr((view.edition.id, view.language, view.query, meeting, on, data.changed()))
    return data.pack_folder() / hashlib.sha256(told.encode()).hexdigest()[:16]


def _make(view: View, place: Path, meeting: int | None, on: date) -> None:
    """Make the pack, telling how far it is; what was chosen elsewhere meanwhile ends it without a trace."""
    words = view.words
    from dashboard.export.pack import make  # noqa: PLC0415  loads PowerPoint and Matplotlib, which no page needs

    acting.who(May.EXPORT)
    bar = st.progress(0.0, words("pack.step.read"))

    def tell(share: float, step: str) -> None:
        bar.progress(min(share, 1.0), f"{words(f'pack.step.{step}')} · {words.percent(share, 0)}")

    with _MAKING:
        make.make(data.store(), view, place, on=on, progress=tell, meeting=meeting)
        shelf.use(place)
        shelf.tidy(data.pack_folder(), now=clock.now().timestamp())
    bar.empty()


def _files(view: View, made: Path) -> None:
    shelf.use(made.parent)
    with layout.bar("files"):
        for ending in _ENDINGS:
            path = made / f"{made.name}.{ending}"
            _button(
                ending.upper().replace("GPKG", "GeoPackage").replace("GEOJSON", "GeoJSON"), path.name, path.read_bytes
            )
        _button(view.words("pack.all"), f"{made.name}.zip", lambda: _zipped(made))


def _button(label: str, name: str, read: Callable[[], bytes]) -> None:
    st.download_button(
        label, noted(read, name), file_name=name, key=f"pack-{label}", on_click="ignore", width="content"
    )


def _zipped(folder: Path) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, f"{folder.name}/{path.name}")
    return memory.getvalue()
