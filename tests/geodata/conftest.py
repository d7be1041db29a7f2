"""A data folder with one edition published, copied for each test, and a process of its own that opens it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from geodata.edition import publish
from geodata.store import Store
from tests.geodata import made

ROOT = Path(__file__).resolve().parents[2]
HEAD = "from geodata.store import Store\nfrom geodata.edition import *\n"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one edition published and one more table imported since."""
    store = Store(tmp_path_factory.mktemp("store") / "data")
    made.fill(store, without=("population",))
    publish(store, who="tester", note="first")
    store.add(made.report("population", made.population()), who="tester")
    return store.path


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Store:
    shutil.copytree(template, tmp_path / "data")
    return Store(tmp_path / "data")


def child(
    code: str, store: Store, *, limit: Callable[[], None] | None = None, arguments: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Runs `code` in a process of its own with `store` opened; its result."""
    return subprocess.run(
        [sys.executable, "-B", "-c", f"{HEAD}store = Store({str(store.path)!r})\n{code}", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        preexec_fn=limit,
    )


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("edition") / "data")
    made.fill(store)
    return publish(store, who="tester", note="for the meeting")
