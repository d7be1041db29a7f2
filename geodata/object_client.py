"""The client of the object store that the environment names: that of `pyarrow`, told all, to look for nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from geodata.errors import StoreError

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

_KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_ENDPOINTS: Final = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_CONNECTS_WITHIN_S: Final = 5
_SILENT_FOR_S: Final = 15
_ASKED: Final = 2


def endpoint() -> str:
    """The address that the environment names; StoreError without keys for it, or where it is none."""
    told = {name: os.environ.get(name, "") for name in _KEYS}
    named = next(filter(None, map(os.environ.get, _ENDPOINTS)), "").rstrip("/")
    if missing := [name for name, value in {**told, _ENDPOINTS[-1]: named}.items() if not value]:
        raise StoreError("store_keys", got=", ".join(missing))
    asked = urlsplit(named)
    if (
        asked.scheme not in {"http", "https"}
        or not asked.hostname
        or asked.username is not None
        or asked.path
        or asked.query
        or asked.fragment
    ):
        raise StoreError("store_endpoint", got="-")
    if asked.scheme == "http" and asked.hostname not in _LOOPBACK:
        raise StoreError("store_endpoint", got=named)
    return named


def client() -> FileSystem:
    """A client that asks the endpoint and nothing else; StoreError as `endpoint`."""
    from pyarrow import fs  # noqa: PLC0415  the process that serves does not load it

    asked = urlsplit(endpoint())
    # The library would look for more than it is told: on a network that answers, at an address of a cloud.
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    # Hashes of ours are checked in any case; the newer checksums of AWS are unknown to many other stores.
    os.environ.setdefault("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")
    os.environ.setdefault("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required")
    return fs.S3FileSystem(
        access_key=os.environ[_KEYS[0]],
        secret_key=os.environ[_KEYS[1]],
        session_token=os.environ.get("AWS_SESSION_TOKEN") or None,
        region=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1",
        scheme=asked.scheme,
        endpoint_override=asked.netloc,
        tls_ca_file_path=os.environ.get("AWS_CA_BUNDLE") or None,
        connect_timeout=_CONNECTS_WITHIN_S,
        request_timeout=_SILENT_FOR_S,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=_ASKED),
        background_writes=False,  # or nobody could say how long a block takes
        allow_delayed_open=True,  # a small file is then one request, and there whole or not at all
    )
