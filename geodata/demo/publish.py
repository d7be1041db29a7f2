"""The demonstration on the way of every real file: built, checked, imported, published; its records beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from geodata import demo, sources
from geodata.demo import register
from geodata.edition import Edition, publish
from geodata.errors import SourceError
from geodata.store import Store

WHO = "demonstration"


def publish_demo(store: Store, *, seed: int = 2025, progress: Callable[[float, str], None] | None = None) -> Edition:
    """The demonstration of a seed, published and marked as one, with its records; SourceError if a file is refused."""
    tell = progress or (lambda _share, _step: None)
    with tempfile.TemporaryDirectory() as folder:
        tell(0.0, "building")
        files = demo.build(Path(folder), seed=seed)
        paths = [getattr(files, field.name) for field in fields(files) if not field.name.startswith("truth")]
        for number, path in enumerate(paths):
            tell(0.3 + 0.3 * number / len(paths), "checking")
            report = sources.check(path.stem.partition("_")[0], path)
            if not report.accepted:
                raise SourceError("refused", where=path.name, got=report.errors[0].message)
            store.add(report, who=WHO, mark="demonstration")
    edition = publish(store, who=WHO, note="", progress=lambda share, step: tell(0.6 + 0.35 * share, step))
    tell(0.95, "records")
    register.fill(store.register, edition, seed)
    return edition
