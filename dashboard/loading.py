"""What the first run of any page would otherwise wait for: modules, templates, and what Streamlit puts off.

All of it is the same for every edition, reader and page, so it is done before the port opens.
"""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import Final

from streamlit import env_util

from dashboard import markup
from dashboard.settings import ROOT

_PUT_OFF: Final = (
    "folium.plugins",
    "streamlit.components.v1.component_arrow",
    "streamlit.emojis",
    "streamlit.material_icon_names",
)
"""Modules that Streamlit, and the frame of the map, import only when they first draw something."""

_IN_A_PAGE: Final = frozenset({"dashboard.mapview", "streamlit_folium"})
"""The second registers its component only from within a page, and the first imports it."""


def everything() -> None:
    """Import what pages import, compile the templates, and let Streamlit look up whom it was started by.

    The last walks the source of every module loaded, 100 ms, and what it finds out is kept by `inspect`.
    """
    for name in _PUT_OFF:
        import_module(name)
    ours = ROOT / "dashboard"
    for page in (ours / "app.py", ours / "mapview.py", *sorted((ROOT / "pages").glob("*.py"))):
        _import_all_of(page)
    markup.compile_all()
    env_util.is_repl()


def _import_all_of(page: Path) -> None:
    """What a page imports, found by reading it: it can be run only within a session."""
    for node in ast.walk(ast.parse(page.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module not in _IN_A_PAGE:
            room = import_module(node.module)
            modules = {f"{node.module}.{alias.name}" for alias in node.names if not hasattr(room, alias.name)}
            for name in modules - _IN_A_PAGE:
                import_module(name)
