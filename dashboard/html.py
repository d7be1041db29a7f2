"""Markup from templates that escape everything; nothing else in the product makes markup."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

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


@lru_cache(maxsize=2)
def style(*, dark: bool) -> str:
    """The page's style sheet with the colours of the theme in front."""
    colours = (_HERE / "styles" / ("dark.css" if dark else "light.css")).read_text(encoding="utf-8")
    return f"<style>{colours}{(_HERE / 'styles' / 'page.css').read_text(encoding='utf-8')}</style>"
