"""The parts of Streamlit's page that our pages are made of: their scripts asked for early, and made ready early.

Streamlit's page learns only from the first answer over the WebSocket which scripts the widgets need. It draws the page
with empty places, draws it again once they are there, and React 18 holds such second drawings back for half a second.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit

from layers import assets

FOLDER: Final = Path(streamlit.__file__).parent / "static"
ADDRESS: Final = "/static/"
"""Where Streamlit's files lie, and the address below which they are asked for."""

WIDGETS: Final = (
    "Button",
    "ButtonGroup",
    "ComponentInstance",
    "Html",
    "Multiselect",
    "Selectbox",
    "TextInput",
)
"""The scripts that the first page's elements need, by the names that Streamlit gives them."""

_SCRIPTS: Final = FOLDER / "static" / "js"
_IMPORT: Final = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
_NAMED: Final = re.compile(r'"\./static/js/([\w.-]+\.js)"')
_REACT: Final = "lazy=function"
"""What only the script says in which React stands."""


@lru_cache(maxsize=1)
def named() -> tuple[str, ...]:
    """The scripts that the page's document names itself."""
    return tuple(_NAMED.findall((FOLDER / "index.html").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def scripts() -> tuple[str, ...]:
    """The scripts that the first page needs beyond those its document names itself, each after what it imports."""
    found: dict[str, None] = {}
    waiting = [path.name for name in WIDGETS for path in sorted(_SCRIPTS.glob(f"{name}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name in named() or name in found:
            continue
        found[name] = None
        waiting += _IMPORT.findall((_SCRIPTS / name).read_text(encoding="utf-8"))
    return tuple(found)


def _script() -> bytes:
    """Our script that makes the widgets ready; nothing where React is not where it is expected."""
    react = [name for name in named() if _REACT in (_SCRIPTS / name).read_text(encoding="utf-8")]
    if len(react) != 1:
        return b""
    text = (Path(__file__).parent / "scripts" / "early.js").read_text(encoding="utf-8")
    return text.replace("REACT", f"{ADDRESS}js/{react[0]}").replace("WIDGETS", json.dumps(WIDGETS)).encode()


SCRIPT: Final = _script()
SCRIPT_ADDRESS: Final = assets.address("early.js", SCRIPT)
