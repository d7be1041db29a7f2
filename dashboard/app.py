"""The entry: the bar on top and the list of pages, which are named by path and imported by nobody."""

from __future__ import annotations

import streamlit as st

from dashboard import topbar
from dashboard.settings import ROOT

PAGES = ("region", "districts", "model-sites", "data")


def _page(name: str, *, default: bool = False) -> st.Page:
    path = ROOT / "pages" / f"{name.replace('-', '_')}.py"
    return st.Page(path, title=topbar.title(name), url_path=name, default=default)


st.set_page_config(layout="wide", page_title=topbar.title("region"), page_icon=":material/map:")
first = _page("region", default=True)
named = {name: _page(name) for name in PAGES}
chosen = st.navigation([first, *named.values()], position="hidden")
topbar.show(named, chosen)
chosen.run()
