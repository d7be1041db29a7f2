"""results.json: the table, every sample behind it, and what it was measured with; nothing that names a folder."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench import aims
from bench.course import Found

FILE: Final = Path(__file__).with_name("results.json")
_LIBRARIES: Final = ("streamlit", "streamlit-folium", "folium", "plotly", "pydeck")
_PATH: Final = re.compile(r"(?:/[\w.@+-]+){2,}/?")


def write(found: Found, table: Sequence[aims.Row]) -> None:
    """Write the file beside this one."""
    content = {
        "made": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine(),
        "browser": found.browser,
        "libraries": {name: version(name) for name in _LIBRARIES},
        "given": asdict(found.given),
        "table": aims.as_dicts(table),
        "failed": {name: _PATH.sub("…", why) for name, why in found.failed.items()},
        "samples": {name: asdict(one) for name, one in found.samples.items()},
    }
    FILE.write_text(json.dumps(_rounded(content), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def add(part: str, content: object) -> None:
    """Put a part into the file beside this one, and leave the others as they are."""
    known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    FILE.write_text(json.dumps(known | {part: content}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def machine() -> str:
    """Its processors and Python."""
    return f"{os.cpu_count()} processors, Python {platform.python_version()} on {platform.system()}"


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 1)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, (list, tuple)) else value
