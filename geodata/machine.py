"""What a machine gives that need not be what it seems: names that are no text, files that are pipes or devices."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import Final

# Bytes that are no UTF-8 (Python keeps them as surrogates), signs that steer a terminal, signs that turn the direction.
_UNSAID: Final = re.compile("[\ud800-\udfff\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_BREAK: Final = re.compile(r"\s*[\r\n]+\s*")
_ESCAPED_BYTES: Final = range(0xDC80, 0xDD00)  # PEP 383
_LARGEST: Final = 1 << 20


def named(name: str | os.PathLike[str]) -> str:
    r"""A name of a file or a person as text of one line to be stored and printed: `caf\xe9.csv`, `a\nb.csv`."""
    return _UNSAID.sub(_escaped, os.fspath(name))


def one_line(text: str) -> str:
    """What a library said, as `named`; its line breaks are spaces."""
    return named(_BREAK.sub(" ", text.strip()))


def is_text(name: str | os.PathLike[str]) -> bool:
    """Whether a name is text that every library can write."""
    try:
        os.fspath(name).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def small_text(path: Path) -> str:
    """The text of a small file; OSError for a pipe, a device, a folder or more than 1 MiB, ValueError if not UTF-8."""
    # Without O_NONBLOCK a named pipe would hold us for ever.
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "a folder, a pipe or a device", str(path))
    with os.fdopen(handle, "rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content.decode("utf-8")


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code in _ESCAPED_BYTES:
        return f"\\x{code - 0xDC00:02x}"
    return found[0].encode("unicode_escape").decode("ascii")
