"""What the server loads before it answers."""

from __future__ import annotations

import subprocess
import sys

NEEDED = ("dashboard.panels.ranking", "dashboard.presenter.playlist", "layers.legend", "streamlit.emojis")
HEAVY = ("scipy.stats", "scipy.optimize", "matplotlib", "pptx", "httpx")


def test_the_start_loads_what_pages_need_and_leaves_out_what_none_does():
    script = f"""
import sys
from dashboard import loading, server
loading.everything()
print([name for name in {(*HEAVY, "streamlit_folium")!r} if name in sys.modules])
print([name for name in {NEEDED!r} if name not in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.split() == ["[]", "[]"]
