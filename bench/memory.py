"""What a process holds in memory; Linux alone tells it."""

from __future__ import annotations

from pathlib import Path


def resident_kb(pid: int | str = "self") -> int:
    """What it holds now, KiB."""
    return _status(pid, "VmRSS")


def most_kb(pid: int | str = "self") -> int:
    """The most it has held, KiB, since it began or `forget_most` was called."""
    return _status(pid, "VmHWM")


def forget_most() -> None:
    """Count the most that this process holds anew from here."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def processor_s(pid: int) -> float:
    """Seconds of a processor that it has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _status(pid: int | str, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
