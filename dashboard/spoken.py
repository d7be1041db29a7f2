"""What those hear who do not see the page: Streamlit's own English names of buttons in the reader's words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.language import Words

_SPOKEN: Final = st.components.v2.component(
    "mahalla-map.spoken",
    js=(Path(__file__).parent / "scripts" / "spoken.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_NAMES: Final = ("choose", "clear", "close", "more", "open", "remove", "selected", "upload")


def show(words: Words) -> None:
    """Lets a program that reads the page aloud find the reader's language and words, everywhere on the page."""
    names = {name: words(f"streamlit.{name}") for name in _NAMES}
    _SPOKEN(key="spoken", data=names | {"lang": str(words.language)})
