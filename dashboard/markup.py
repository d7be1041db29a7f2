"""Markup from templates that escape everything; nothing else in the product makes markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard.language import Language, Words

SHEETS: Final = ("page.css", "bar.css")
"""The style sheets of every page, one a subject."""

SHEETS_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"model-sites": ("effect.css",), "data": ("questions.css",), "methods": ("methods.css",)}
)
"""Those that one page needs besides: what a first visit does not use, it need not wait for."""

_HERE: Final = Path(__file__).parent
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values: object) -> str:
    """The markup of a template; texts are escaped, a name that is missing raises UndefinedError."""
    return _TEMPLATES.get_template(template).render(**values)


def show(template: str, **values: object) -> None:
    """Put a template's markup on the page."""
    st.html(render(template, **values))


@lru_cache(maxsize=16 * len(Language))
def style(language: Language, *, dark: bool, page: str = "") -> str:
    """A page's style sheet; in front of it the theme's colours and the words that replace Streamlit's own."""
    names = (*SHEETS, *SHEETS_OF.get(page, ()))
    sheet = "".join((_HERE / "styles" / name).read_text(encoding="utf-8") for name in names)
    colours = (_HERE / "styles" / ("dark.css" if dark else "light.css")).read_text(encoding="utf-8")
    said = Words(language).section("streamlit")
    words = "".join(f"--{key.replace('.', '-')}:{json.dumps(text, ensure_ascii=False)};" for key, text in said.items())
    return f"<style>{colours}:root{{{words}}}{sheet}</style>"
