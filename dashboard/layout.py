"""Where things stand on a page: rows, cards, the wide side with the map, the narrow side. Style sheets have sizes."""

from __future__ import annotations

from contextlib import AbstractContextManager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def sides(name: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The wide side and the narrow side of a page."""
    with st.container(key=f"page-{name}"):
        wide, narrow = st.columns([3.35, 1], gap="small")
    return wide, narrow


def thirds(name: str) -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """A narrow side, a wide middle, a narrow side."""
    with st.container(key=f"page-{name}"):
        left, middle, right = st.columns([1, 2.75, 1.15], gap="small")
    return left, middle, right


def map_box(name: str = "map") -> AbstractContextManager[object]:
    """The card that holds a map; controls put into it first lie on the map."""
    return st.container(key=f"box-{name}")


def slot(name: str) -> DeltaGenerator:
    """A place to be filled later."""
    return st.container(key=f"slot-{name}")


def bar(name: str) -> AbstractContextManager[object]:
    """A row of small things side by side."""
    return st.container(key=f"bar-{name}", horizontal=True, gap="small", vertical_alignment="center")


def card(name: str) -> AbstractContextManager[object]:
    """A white card."""
    return st.container(key=f"card-{name}")
