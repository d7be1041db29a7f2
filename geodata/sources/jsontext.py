"""JSON read strictly: UTF-8 (or UTF-16 with its mark), no NaN, no key twice, no nesting without end."""

from __future__ import annotations

import json
from typing import Any

from geodata.sources import limits
from geodata.sources.notes import Notes, shown
from geodata.sources.sniff import marked_encoding


class _DuplicateKeyError(ValueError):
    """An object has a key twice; readers disagree on which counts."""


def parse(content: bytes, notes: Notes) -> Any:  # noqa: ANN401 - JSON is anything
    """Value of a JSON document; SourceError names line and column of what is wrong."""
    encoding = marked_encoding(content) or "utf-8"
    try:
        return json.loads(content.decode(encoding), object_pairs_hook=_object, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise notes.stop("json_encoding", at=f"byte {error.start + 1}", got=encoding) from error
    except json.JSONDecodeError as error:
        raise notes.stop("json_broken", at=f"line {error.lineno}, column {error.colno}", got=error.msg) from error
    except _DuplicateKeyError as error:
        raise notes.stop("json_duplicate_key", got=shown(error)) from error
    except ValueError as error:  # a constant, or an integer of thousands of digits
        raise notes.stop("json_broken", got=shown(error, 80)) from error
    except RecursionError as error:
        raise notes.stop("too_deep", wanted=limits.DEPTH) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _DuplicateKeyError(next(key for key in keys if keys.count(key) > 1))
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
