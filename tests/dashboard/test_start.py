"""What the server loads before it answers."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("scipy.stats", "scipy.optimize", "matplotlib", "pptx", "httpx")


def test_the_start_leaves_out_what_no_page_needs():
    script = f"""
import sys
from importlib import import_module
from dashboard import server
for part in server._PARTS:
    import_module(part)
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == "[]"
