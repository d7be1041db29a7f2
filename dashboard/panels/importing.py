"""The way in: a file is checked, what is wrong is said, and it is kept; what is kept is published."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import clock, data, errors, layout, markup, state
from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.export import forms
from dashboard.language import Words
from dashboard.panels import waiting, withdrawing
from geodata import sources
from geodata.edition import publish
from geodata.editions.files import writing
from geodata.errors import GeodataError
from geodata.register import Act
from geodata.register.imports import Imported, store_file
from geodata.sources import KINDS, RECORDS, ReadOptions, Report
from geodata.sources.report import LEVELS

_PUBLISHED: Final = "published-number"
_LONGEST_STEM: Final = 100  # characters; a file system takes 255 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a steward sends: the file, a mapping of its field names or None, and what it does not say itself."""

    file: UploadedFile
    mapping: UploadedFile | None
    crs: str | None
    level: str | None
    layer: str | None


def show() -> None:
    """Upload and check, then what waits, then publish; nothing for a role that may not."""
    if not acting.may(May.IMPORT):
        return
    words = Words(state.language())
    with layout.card("import"):
        markup.show("title.html", text=words("import.title"), note=words("import.note"))
        kind = st.selectbox(
            words("import.kind"),
            [*KINDS, *RECORDS],
            format_func=lambda name: words.known("kind", name),
            key="import-kind",
            filter_mode=None,
        )
        if kind in RECORDS:
            markup.show("note.html", text=words("import.records_note"))
            forms.download(words, str(kind))
        # Any file may be sent: what it is is told by its content, and in the reader's language.
        sent = st.file_uploader(words("import.file"), key="import-file")
        level = st.selectbox(
            words("import.level"),
            ["", *LEVELS],
            format_func=lambda name: words(f"level.{name}") if name else words("import.as_found"),
            key="import-level",
            filter_mode=None,
        )
        mapping = st.file_uploader(words("import.mapping"), key="import-mapping")
        crs = st.text_input(words("import.crs"), key="import-crs", placeholder="EPSG:32642")
        slot = layout.slot("import-layer")
        if st.button(words("import.check"), disabled=sent is None, key="import-check") and sent is not None:
            layer = str(state.value_of("import-layer") or "").strip() or None
            given = Sent(file=sent, mapping=mapping, crs=crs.strip() or None, level=level or None, layer=layer)
            _check(words, str(kind), given)
        with slot:
            _layer(words)
        _verdict(words)
    _waiting(words)


def _layer(words: Words) -> None:
    """Which layer is meant: asked for once a file turned out to have several."""
    report: Report | None = state.value_of("import-report")
    if state.value_of("import-layer") or (report and any(error.code == "layers_many" for error in report.errors)):
        st.text_input(words("import.layer"), key="import-layer")


def _check(words: Words, kind: str, sent: Sent) -> None:
    """Read the upload in a folder of its own, under its own name without any path in it."""
    with st.spinner(words("import.checking")), tempfile.TemporaryDirectory() as folder:
        path = _saved(sent.file, Path(folder))
        mapping = _saved(sent.mapping, Path(folder) / "mapping") if sent.mapping else None
        options = ReadOptions(crs=sent.crs, level=sent.level, layer=sent.layer, mapping=mapping)
        report = sources.check(kind, path, options=options)
    state.shown("import-report", report)
    state.shown("import-stored", None)
    state.shown("import-again", None)
    if report.accepted and report.kind in RECORDS:
        _store(words, report)
    elif report.accepted:
        _keep(words, report)


def _keep(words: Words, report: Report) -> None:
    """A table of an edition goes into staging, unless the file is there already."""
    try:
        entry = data.store().add(report, who=acting.who(May.IMPORT))
    except GeodataError as error:
        state.shown("import-report", None)
        errors.say(words, error.finding)
        return
    state.shown("import-again", entry.number if entry.repeated else None)


def _store(words: Words, report: Report) -> None:
    """Road maps and non-working days go into the register, whole or not at all."""
    try:
        state.shown("import-stored", store_file(data.store(), report, Act(acting.who(May.IMPORT), clock.now())))
    except GeodataError as error:
        state.shown("import-report", None)
        errors.say(words, error.finding)


def _saved(sent: UploadedFile, folder: Path) -> Path:
    path = folder / file_name(sent.name)
    with writing(folder):
        folder.mkdir(exist_ok=True)
        path.write_bytes(sent.getbuffer())
    return path


def file_name(sent: str) -> str:
    """The name of an upload as one name of a file: without a path, not too long, not empty, whatever was sent."""
    name = "".join(sign for sign in re.split(r"[/\\]", sent)[-1] if sign.isprintable()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    short = f"{stem[:_LONGEST_STEM]}{dot}{ending[:10]}" if dot else name[:_LONGEST_STEM]
    return short or "file"


def _verdict(words: Words) -> None:
    report: Report | None = state.value_of("import-report")
    if report is None:
        return
    markup.show(
        "verdict.html",
        accepted=report.accepted,
        verdict=_told(words, report, state.value_of("import-stored")),
        errors=[(errors.place(words, f, report.name), errors.sentence(words, f)) for f in report.errors],
        warnings=[(errors.place(words, f, report.name), errors.sentence(words, f)) for f in report.warnings],
    )


def _told(words: Words, report: Report, stored: Imported | None) -> str:
    """What became of a file."""
    if stored is not None:
        amounts = {name: words.number(getattr(stored, name)) for name in ("added", "changed", "same")}
        return words("import.stored", name=report.name, **amounts)
    if (number := state.value_of("import-again")) is not None:
        return words("import.again", name=report.name, number=str(number))
    key = "import.accepted" if report.accepted else "import.refused"
    return words(key, name=report.name, n=words.number(report.rows))


def _waiting(words: Words) -> None:
    """What lies in staging, and the button that makes an edition of it."""
    imports = data.store().imports()
    with layout.card("staging"):
        waiting.show(words, imports)
        if state.value_of(_PUBLISHED) is not None:
            state.shown("publish-note", "")  # what was new then is not new in the next edition
        note = st.text_input(words("import.publish_note"), key="publish-note")
        if st.button(words("import.publish"), type="primary", disabled=not imports, key="publish"):
            _publish(words, note)
        if (number := state.value_of(_PUBLISHED)) is not None:
            st.success(words("import.published", number=number))
            state.shown(_PUBLISHED, None)
        if imports:
            withdrawing.show(words, imports)


def _publish(words: Words, note: str) -> None:
    bar = st.progress(0.0)

    def told(share: float, step: str) -> None:
        bar.progress(share, words.known("step", step))

    try:
        edition = publish(data.store(), who=acting.who(May.PUBLISH), note=note, progress=told)
    except GeodataError as error:
        bar.empty()
        errors.say(words, error.finding)
        return
    state.shown(_PUBLISHED, edition.number)
    data.forget_standing()
    st.rerun()  # the page above was drawn of the edition before
