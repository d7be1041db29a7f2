"""The small TOML file by which an operator names what cannot be recognised.

layer = "mahallas"              # of a GeoPackage with several layers
[fields]                        # our field = the file's heading
name = "MFY_NOMI"
[values.category]               # the file's word = ours
"Q" = "red"
[defaults]                      # a field that the file does not have
group = "preventable"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geodata.errors import SourceError
from geodata.sources.notes import shown

_SECTIONS: Final = frozenset({"layer", "fields", "values", "defaults"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMap:
    """`fields`: ours -> heading; `values`: field -> word -> ours; `defaults`: field -> value; `layer` or None."""

    fields: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    layer: str | None = None


def load(path: Path | None) -> FieldMap:
    """FieldMap of the TOML file at `path`, an empty one for None; SourceError for a file that is none."""
    if path is None:
        return FieldMap()
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SourceError("mapping_unreadable", where=path.name, got=shown(error, 80)) from error
    strange = set(plain) - _SECTIONS
    if strange:
        raise SourceError(
            "mapping_section", where=path.name, got=", ".join(sorted(strange)), wanted=", ".join(_SECTIONS)
        )
    return FieldMap(
        fields=_texts(plain, "fields", path),
        values={name: _texts(plain.get("values", {}), name, path) for name in _table(plain, "values", path)},
        defaults=_texts(plain, "defaults", path),
        layer=str(plain["layer"]) if "layer" in plain else None,
    )


def _table(plain: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    table = plain.get(name, {})
    if not isinstance(table, dict):
        raise SourceError(
            "mapping_section", where=path.name, got=name, wanted="[fields], [values.category], [defaults]"
        )
    return table


def _texts(plain: Mapping[str, Any], name: str, path: Path) -> dict[str, str]:
    return {str(key): str(value) for key, value in _table(plain, name, path).items()}
