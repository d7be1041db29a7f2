"""The entry: the bar on top and the list of pages, which are named by path and imported by nobody."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from dashboard import errors, resuming, topbar
from dashboard.access import acting
from dashboard.panels import account
from dashboard.settings import ROOT
from dashboard.topbar import PAGES

ICON = "data:image/svg+xml," + quote(
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 3 3'><path fill='#66c2a4' d='M0 .5h1v2H0z'/>"
    "<path fill='#fee08b' d='M1 .5h1v2H1z'/><path fill='#a50f15' d='M2 .5h1v2H2z'/></svg>"
)
"""In the page itself: Streamlit fetches a material icon from the network, and a file anew on every run."""


def _page(name: str, *, default: bool = False) -> st.Page:
    path = ROOT / "pages" / f"{name.replace('-', '_')}.py"
    return st.Page(path, title=topbar.title(name), url_path=name, default=default)


st.set_page_config(layout="wide", page_icon=ICON)
with errors.told(account.refused):
    acting.begin()
    resuming.at_any_server()
    first = next((name for name in PAGES if acting.person().opens(name)), PAGES[0])
    named = {name: _page(name, default=name == first) for name in PAGES}
    chosen = st.navigation(list(named.values()), position="hidden")
    st.set_page_config(page_title=topbar.tab(chosen.title))
    topbar.show(named, chosen)
    account.only_if_open(chosen.url_path or first)
    account.saw(chosen.url_path or first)
    chosen.run()
