"""Reading one object of an S3-compatible store, with an end to it however slowly the store gives: a signed GET.

The client of pyarrow gives up on silence alone, and cannot be told to stop: a store that gives a byte a second would be
waited for without end. Signature: AWS Signature Version 4, the same that pyarrow sends for everything else.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Self
from urllib.parse import quote, urlsplit

from geodata.errors import StoreError

CONNECTS_WITHIN_S: Final = 5.0
SILENT_FOR_S: Final = 15.0
WINDOW_S: Final = 30.0
LEAST_BYTES: Final = 64 << 10
"""What has to come in each window, unless the object ends in it: two kilobytes a second."""

_NOTHING: Final = hashlib.sha256(b"").hexdigest()
_MISSING: Final = 404
_FOUND: Final = 200
_STATUS: Final = {401: "ACCESS_DENIED", 403: "ACCESS_DENIED", 503: "SLOW_DOWN"}
"""What pyarrow calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Getter:
    """Where objects are asked for, and by whom. `endpoint` is http(s)://HOST[:PORT], `authority` a file to trust."""

    endpoint: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)
    region: str = "us-east-1"
    authority: str | None = None
    shown: str = ""
    clock: Callable[[], float] = time.monotonic

    def open(self, path: str) -> Stream:
        """The object at bucket/key; FileNotFoundError if there is none, OSError without an answer, StoreError if slow.

        Asked a second time where the first brought no answer at all.
        """
        try:
            return self._open(path)
        except FileNotFoundError:
            raise
        except (OSError, http.client.HTTPException):
            return self._open(path)

    def _open(self, path: str) -> Stream:
        asked = urlsplit(self.endpoint)
        secure = asked.scheme == "https"
        port = asked.port or (443 if secure else 80)
        where = f"/{quote(path, safe='/-_.~')}"
        plain = socket.create_connection((str(asked.hostname), port), CONNECTS_WITHIN_S)
        plain.settimeout(SILENT_FOR_S)
        made = http.client.HTTPConnection(str(asked.hostname), port)
        try:
            with self._at_most(plain):
                trusted = ssl.create_default_context(cafile=self.authority) if secure else None
                made.sock = trusted.wrap_socket(plain, server_hostname=asked.hostname) if trusted else plain
                made.request("GET", where, headers=self._signed(where, asked.netloc, datetime.now(UTC)))
                answer = made.getresponse()
        except BaseException:
            made.close()
            plain.close()
            raise
        if answer.status != _FOUND:
            made.close()
            if answer.status == _MISSING:
                raise FileNotFoundError(path)
            raise OSError(f"AWS Error {_STATUS.get(answer.status, f'HTTP_{answer.status}')}")
        return Stream(made, answer, self)

    @contextmanager
    def _at_most(self, line: socket.socket) -> Iterator[None]:
        """Hangs up, and StoreError, where the beginning of an answer takes more than a window."""
        late = threading.Event()

        def hang_up() -> None:
            late.set()
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

        watch = threading.Timer(WINDOW_S, hang_up)
        watch.daemon = True
        watch.start()
        try:
            yield
        except (OSError, http.client.HTTPException, ValueError) as error:
            if late.is_set():
                raise self.slow(0) from error
            raise
        finally:
            watch.cancel()
        if late.is_set():  # what had come until then may look like a whole answer
            raise self.slow(0)

    def slow(self, brought: int) -> StoreError:
        """What is said of a store that gave so many bytes in a window."""
        return StoreError("store_slow", where=self.shown, got=brought, wanted=LEAST_BYTES, seconds=int(WINDOW_S))

    def _signed(self, where: str, host: str, now: datetime) -> dict[str, str]:
        day, moment = f"{now:%Y%m%d}", f"{now:%Y%m%dT%H%M%SZ}"
        headers = {"host": host, "x-amz-content-sha256": _NOTHING, "x-amz-date": moment}
        if self.token:
            headers["x-amz-security-token"] = self.token
        names = ";".join(sorted(headers))
        told = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        request = f"GET\n{where}\n\n{told}\n{names}\n{_NOTHING}"
        scope = f"{day}/{self.region}/s3/aws4_request"
        text = "\n".join(("AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()))
        key = f"AWS4{self.secret}".encode()
        for part in (day, self.region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        said = f"AWS4-HMAC-SHA256 Credential={self.key}/{scope}, SignedHeaders={names}, Signature={signature}"
        return headers | {"authorization": said, "accept-encoding": "identity"}


class Stream:
    """An object that is being read."""

    def __init__(self, line: http.client.HTTPConnection, answer: http.client.HTTPResponse, asked: Getter) -> None:
        self._line, self._answer, self._asked = line, answer, asked
        self._began, self._brought = asked.clock(), 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._answer.close()
        self._line.close()

    def read(self, most: int) -> bytes:
        """The next bytes, b"" at the end; OSError where they break off, StoreError where they come too slowly."""
        try:
            block = self._answer.read1(most)
        except http.client.HTTPException as error:
            raise OSError("AWS Error NETWORK_CONNECTION") from error
        if not block and self._answer.length:
            raise OSError("AWS Error NETWORK_CONNECTION")
        now = self._asked.clock()
        self._brought += len(block)
        if block and now - self._began > WINDOW_S:
            if self._brought < LEAST_BYTES:
                raise self._asked.slow(self._brought)
            self._began, self._brought = now, 0
        return block


class Unpacked:
    """A stream whose object was packed with gzip when it was put there, as pyarrow does where a name ends in .gz."""

    def __init__(self, packed: Stream) -> None:
        self._packed, self._left = packed, b""
        self._unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._packed.__exit__()

    def read(self, most: int) -> bytes:
        """The next bytes, b"" at the end; OSError where it breaks off, FileNotFoundError where it is no gzip.

        The second since it then is not what was put there, as one that is gone.
        """
        while not self._unpacking.eof:
            block = self._left or self._packed.read(most)
            try:
                found = self._unpacking.decompress(block, most)
            except zlib.error as error:
                raise FileNotFoundError("no gzip") from error
            self._left = self._unpacking.unconsumed_tail
            if found:
                return found
            if not block and not self._unpacking.eof:
                raise OSError("AWS Error NETWORK_CONNECTION")
        return b""
