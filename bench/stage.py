"""What the benches of the stage share: a server on a copy of the data, and acts of a presenter."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import course, memory, servers
from bench.deadline import Deadline
from dashboard import data as data_of_process
from dashboard import settings
from geodata.demo import register
from geodata.edition import open_edition
from geodata.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A server that shows the stage of `folder`, which is this process's data folder too."""

    folder: Path
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{servers.HOST}:{self.port}"

    @property
    def resident_kb(self) -> int:
        """What the server holds in memory."""
        return memory.resident_kb(self.pid)

    @property
    def processor_s(self) -> float:
        """Seconds of a processor that the server has used so far."""
        return memory.processor_s(self.pid)


@contextmanager
def staged(data: Path | None, scratch: Path, limit: Deadline, *, module: str = "dashboard.cli") -> Iterator[Staged]:
    """The server on a copy of `data` (None: the demonstration, built anew), its records filled where there are none."""
    folder = scratch / "stage"
    shutil.copytree(data.absolute() if data else course.demonstration(scratch / "data", limit), folder)
    store = Store(folder)
    register.fill(store.register, open_edition(store), seed=2025)
    settings.Settings(data=folder).export()
    data_of_process.forget()  # a part may stage several servers one after the other
    port = servers.free_port()
    with subprocess.Popen(servers.ours(folder, port, module), cwd=servers.ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            while not servers.answers(port, "/health"):
                if limit.is_over or process.poll() is not None:
                    raise servers.ServerError("the server did not start")
                time.sleep(0.1)
            yield Staged(folder=folder, port=port, pid=process.pid)
        finally:
            process.terminate()
            process.wait(20)
