"""Empty forms of the files that go into the register: headings in the reader's language, notes where needed."""

from __future__ import annotations

import io
from types import MappingProxyType
from typing import Final

import streamlit as st
import xlsxwriter

from dashboard.export.downloads import XLSX
from dashboard.language import Words

FIELDS: Final = MappingProxyType(
    {
        "roadmap": (
            "code",
            "name",
            "district",
            "item",
            "unit",
            "period",
            "planned",
            "done",
            "due",
            "post",
            "evidence",
        ),
        "holidays": ("day", "kind", "title", "source"),
    }
)
"""The columns of each kind; their headings are those that `geodata.sources` recognises."""

_NOTED: Final = frozenset({"code", "period", "due", "post", "kind"})


def download(words: Words, kind: str) -> None:
    """A button that gives the empty form of a kind."""
    st.download_button(
        words("import.template"),
        lambda: form(words, kind),
        file_name=f"{kind}.xlsx",
        mime=XLSX,
        key=f"form-{kind}",
        on_click="ignore",
        width="content",
    )


def form(words: Words, kind: str) -> bytes:
    """A workbook of one sheet without rows; its cells are texts or days, so that no code or period is made a date."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        bold, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet(words(f"kind.{kind}"))
        sheet.freeze_panes(1, 0)
        for column, field in enumerate(FIELDS[kind]):
            cells = day if field in {"due", "day"} else None if field in {"planned", "done"} else plain
            sheet.set_column(column, column, 44 if field in {"item", "title"} else 18, cells)
            sheet.write_string(0, column, words(f"form.{field}"), bold)
            if field in _NOTED:
                sheet.write_comment(0, column, words(f"form_note.{field}"), {"x_scale": 2})
    return memory.getvalue()
