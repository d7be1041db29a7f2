"""The guard: a script inside the page's own address that runs before any file is fetched.

`st_folium` loads the scripts one after the other and says nothing when one fails: the frame stays empty. The guard
needs no network, so it can always speak; it also starts the fetch of the geometry while the scripts still load.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

_SOURCE: Final = (Path(__file__).parent / "assets" / "guard.js").read_text(encoding="utf-8")
_KEPT: Final = "()[];,.:=+*!?&|/-_~@$"  # what a data address and an HTML attribute take as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureWords:
    """What the frame says when it cannot load, in the reader's language."""

    message: str = "The map could not be loaded."
    retry: str = "Try again"


def address(words: FailureWords, early: Sequence[str]) -> str:
    """A `data:` address with the guard, its words, and the addresses to fetch at once; pure ASCII, without braces."""
    values = json.dumps([words.message, words.retry, *early], ensure_ascii=False, separators=(",", ":"))
    lines = [line.strip() for line in _SOURCE.splitlines() if line.strip() and not line.strip().startswith("//")]
    return "data:text/javascript," + quote("".join(lines).replace("GIVEN", values), safe=_KEPT)
