"""What follows the indicator alone: its select box, the colours of the maps, and the panels that show its figures.

They run as one fragment, so another indicator sends neither the frame of the page nor what stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import controls, view
from dashboard.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """A place on the page and what draws it anew for the indicator chosen."""

    place: DeltaGenerator
    draw: Callable[[View], None]

    def show(self, seen: View) -> None:
        """Draw it into its place."""
        with self.place:
            self.draw(seen)


def show(box: DeltaGenerator, followers: Sequence[Follower]) -> None:
    """Draw the select box into `box` and every follower into its place."""
    with box:
        _follow(tuple(followers))


@st.fragment
def _follow(followers: tuple[Follower, ...]) -> None:
    seen = view.here()
    controls.indicator(seen)
    for follower in followers:
        follower.show(seen)
