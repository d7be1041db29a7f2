"""Markup from templates that escape everything; nothing else in the product makes markup."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dashboard.language import Language, Words

SHEETS: Final = (
    "page.css",
    "access.css",
    "bar.css",
    "concentration.css",
    "country.css",
    "effect.css",
    "grid.css",
    "long.css",
    "methods.css",
    "missing.css",
    "questions.css",
    "responsibility.css",
    "selector.css",
    "signals.css",
    "take.css",
)
"""The style sheets, one a subject, in the order of their rules."""

_ACTIVE: Final = re.compile(r"[\\`*_\[\]<>~$|@&]|:(?=\S)|(?<=www)\.|^[#+=-]", re.IGNORECASE)
"""Signs that Markdown acts upon, where it does: links and pictures, code, emphasis, addresses, lists and headings."""
_SHORTCODE: Final = re.compile(r":(?=\w)")  # ":material/home:" and ":smile:" are icons even when the colon is escaped
_JOINER: Final = "\N{WORD JOINER}"
_HERE: Final = Path(__file__).parent
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def whole(text: str, longest: int = 80) -> Markup:
    """For a template: the whole text as a title, where it is longer than the lines in which a style sheet shows it."""
    return Markup(' title="{}"').format(text) if len(text) > longest else Markup()


def coded(text: str) -> Markup:
    """For a template: what stands between backticks as code, everything escaped."""
    parts = enumerate(text.split("`"))
    return Markup().join(Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in parts)


_TEMPLATES.filters |= {"whole": whole, "coded": coded}


def render(template: str, **values: object) -> str:
    """The markup of a template; texts are escaped, a name that is missing raises UndefinedError."""
    return _TEMPLATES.get_template(template).render(**values)


def compile_all() -> None:
    """Compile every template, so that no reader waits for the first use of one."""
    for name in _TEMPLATES.list_templates(extensions=["html"]):
        _TEMPLATES.get_template(name)


def show(template: str, **values: object) -> None:
    """Put a template's markup on the page."""
    st.html(render(template, **values))


def plain(text: str, *, kept: str = "") -> str:
    """A text for where Streamlit reads Markdown (messages, buttons): nothing in it is a picture, a link or an icon.

    An address of a picture in a name would otherwise be fetched. `kept` are signs that keep their meaning.
    """
    line = " ".join(text.split())
    escaped = _ACTIVE.sub(lambda sign: sign[0] if sign[0] in kept else f"\\{sign[0]}", line)
    return _SHORTCODE.sub(f":{_JOINER}", escaped)


def environment() -> Environment:
    """What templates are rendered with, for pages that do not go through Streamlit."""
    return _TEMPLATES


def sheet() -> str:
    """The style sheet of all pages; it names no colour of its own."""
    return "".join(_styles(name) for name in SHEETS) + _paper()


def _paper() -> str:
    """What holds on paper alone; paper is white, so the colours of the day hold there for whoever reads in the dark."""
    day = _styles("light.css").replace(":root", "html:root")
    return f"{_styles('print.css')}@media print{{{day}}}"


def _styles(name: str) -> str:
    return (_HERE / "styles" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=8 * len(Language))
def style(language: Language, *, dark: bool, foot: str = "") -> str:
    """What differs with the reader: the theme's colours, the words instead of Streamlit's own, the foot of a print."""
    colours = _styles("dark.css" if dark else "light.css")
    said = {"language": str(language), "counted": Words(language)("unit.events"), "paper-foot": foot}
    said |= {key.replace(".", "-"): text for key, text in Words(language).section("streamlit").items()}
    words = "".join(f"--{key}:{_quoted(text)};" for key, text in said.items())
    return f"<style>{colours}:root{{{words}}}</style>"


def _quoted(text: str) -> str:
    """A text as CSS takes it, in which no tag can end the style."""
    return json.dumps(text, ensure_ascii=False).replace("<", r"\3c ")
