"""A page whose server fell goes on at another one, or at the same one started anew.

The browser opens another socket by itself and keeps what it shows, but the new server has never run the page for it and
would drop its next click without a word. Streamlit's page asks for a whole run on such a socket if it holds anything
that is to be run again by the clock. So every page holds one such thing, which is empty and whose time never comes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import streamlit as st

NEVER: Final = timedelta(days=20)
"""As far as a browser's clock can be set: 2^31 milliseconds are 24.8 days."""


@st.fragment(run_every=NEVER)
def at_any_server() -> None:
    """Let this page be run whole whenever its socket is opened again."""
