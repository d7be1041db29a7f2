"""The entry: the bar on top and the list of pages, which are named by path and imported by nobody."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import errors, topbar
from dashboard.settings import ROOT
from dashboard.topbar import PAGES

ICON = Path(__file__).with_name("icon.png")
"""A file of our own: Streamlit fetches a material icon from the network."""


def _page(name: str, *, default: bool = False) -> st.Page:
    path = ROOT / "pages" / f"{name.replace('-', '_')}.py"
    return st.Page(path, title=topbar.title(name), url_path=name, default=default)


st.set_page_config(layout="wide", page_title=topbar.title("region"), page_icon=str(ICON))
named = {name: _page(name, default=name == PAGES[0]) for name in PAGES}
chosen = st.navigation(list(named.values()), position="hidden")
topbar.show(named, chosen)
with errors.told():
    chosen.run()
