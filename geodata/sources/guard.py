"""What the child process does first: it limits itself, and it dies with its parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading

from geodata.sources import limits


def limit_self() -> None:
    """Limit addresses, processor time, open files and file size; without effect where the system has no such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        for name, most in (
            (resource.RLIMIT_AS, limits.ADDRESS_BYTES),
            (resource.RLIMIT_CPU, int(2 * limits.seconds_for(limits.FILE_BYTES))),
            (resource.RLIMIT_FSIZE, 2 * limits.UNPACKED_BYTES),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(name, (most, most))


def die_with_parent() -> None:
    """End this process as soon as its parent is gone, whatever it is busy with.

    The parent holds the other end of standard input; Linux also sends a signal, for a library that keeps the
    interpreter from running the thread.
    """
    with contextlib.suppress(OSError, AttributeError):
        death_signal = 1  # PR_SET_PDEATHSIG of linux/prctl.h
        ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)
    threading.Thread(target=_exit_at_end_of_input, daemon=True).start()


def _exit_at_end_of_input() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(3)
