"""Widths of texts of the pack: what fits by them fits on paper, and on a slide in whatever font its reader has.

A slide names a font of Windows. Where that is missing another takes its place, up to an eighth wider than ours.
"""

from __future__ import annotations

from functools import partial

from layers.printed import letters

width = partial(letters.width, anywhere=True)
wrapped = partial(letters.wrapped, anywhere=True)
cut = partial(letters.cut, anywhere=True)
