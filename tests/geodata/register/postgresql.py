"""A PostgreSQL server for the tests: in a temporary folder, on this machine alone, ended when they are done."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "keeper"


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest of several; None where there is none."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path and shutil.which("pg_ctl") else None


def unprivileged() -> str | None:
    """The user to run the server as: initdb refuses root. None where root has nobody to become."""
    if os.geteuid() != 0:
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known and shutil.which("runuser")), None)


@contextmanager
def running(bin_: Path, user: str) -> Iterator[str]:
    """A server of its own; yields its address without a database: it listens on a socket in a temporary folder."""
    # A socket's path may have 107 bytes, which pytest's own folders can exceed; only root could enter those, too.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        cluster, port = Path(folder) / "cluster", _free_port()
        shutil.chown(folder, user) if os.geteuid() == 0 else None
        _run(bin_ / "initdb", user, "-D", cluster, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync",
             "--locale=C")  # fmt: skip
        options = f"-c listen_addresses='' -k {folder} -p {port} -c fsync=off -c max_connections=30"
        _run(bin_ / "pg_ctl", user, "-D", cluster, "-w", "-t", "60", "-l", Path(folder) / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{SUPERUSER}@/{{database}}?host={folder}&port={port}"
        finally:
            _run(bin_ / "pg_ctl", user, "-D", cluster, "-m", "immediate", "-w", "stop")


def _run(program: Path, user: str, *arguments: object) -> None:
    become = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    command = [*become, str(program), *map(str, arguments)]
    # pg_ctl leaves the server running: it must inherit none of our pipes, or we should wait for it.
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/", timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{program.name} ended with {done.returncode}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
