"""What lies in staging, as one table a kind: the newest import of most kinds, all imports of those that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geodata.editions.columns import texts
from geodata.editions.reused import refuse_reused
from geodata.staging import ACCUMULATING, ImportEntry
from geodata.store import Store

PROVENANCE = ("_import", "_file")
"""Columns added to every table: the number of the import a row came with, and the name of its file."""

_NOT_CONTENT = frozenset({*PROVENANCE, "row", "id"})


@dataclass(frozen=True, slots=True)
class Staged:
    """Canonical tables by key, the imports they came from, and how incidents of several imports were merged.

    `unread` are the rows that a reader left out, by key: as text, with `row`, `reason` and `where`.
    """

    tables: Mapping[str, pd.DataFrame]
    entries: tuple[ImportEntry, ...]
    merged: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def used(imports: Sequence[ImportEntry]) -> dict[str, list[ImportEntry]]:
    """Those of the imports, in the order in which they came, that an edition published now is made of, by key.

    The first real file displaces the demonstration: made-up rows never stand among real ones.
    """
    by_key: dict[str, list[ImportEntry]] = {}
    for entry in [entry for entry in imports if entry.mark == "real"] or imports:
        kept = by_key.setdefault(entry.key, [])
        if entry.key not in ACCUMULATING:
            kept.clear()
        kept.append(entry)
    return by_key


def load(store: Store) -> Staged:
    """Reads staging; StoreError if a table cannot be read."""
    by_key = used(store.imports())
    tables = {key: _together(store, entries) for key, entries in by_key.items()}
    merged: dict[str, int] = {}
    if "incidents" in tables:
        tables["incidents"], merged = latest_incidents(tables["incidents"])
    entries = sorted((entry for found in by_key.values() for entry in found), key=lambda entry: entry.number)
    return Staged(tables, tuple(entries), merged, _unread(store, by_key))


def _unread(store: Store, by_key: Mapping[str, list[ImportEntry]]) -> dict[str, pd.DataFrame]:
    found: dict[str, list[pd.DataFrame]] = {}
    for key, entries in by_key.items():
        for entry in entries:
            rows = store.unread(entry)
            if rows is not None:
                where = [f"{entry.name}, row {row}" for row in rows["row"]]
                found.setdefault(key, []).append(rows.assign(where=where))
    return {key: pd.concat(parts, ignore_index=True) for key, parts in found.items()}


def latest_incidents(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """One row for each incident id, the last one that came, and what became of the others.

    `corrected` rows were replaced by a different one of a later import, `again` by an equal one, and
    `repeated_in_file` by a row further down in their own file. PublishError where a file uses ids of others anew.
    """
    content = _content_hash(table)
    # A later file that adds the day of registration still speaks of the same incidents.
    adds_days = "registered" in table and table["registered"].notna().any()
    ids = incident_ids(table, _content_hash(table.drop(columns="registered")) if adds_days else content)
    order, imports = pd.factorize(ids)[0], table["_import"].to_numpy()
    by_id = np.lexsort((np.arange(len(table)), order))
    replaced = np.flatnonzero(order[by_id][1:] == order[by_id][:-1])
    old, new = by_id[replaced], by_id[replaced + 1]
    same_file = imports[old] == imports[new]
    equal = content[old] == content[new]
    corrected = ~same_file & ~equal
    refuse_reused(table, old[corrected], new[corrected])
    keep = np.ones(len(table), dtype=bool)
    keep[old] = False
    counts = {
        "imported": len(table),
        "corrected": int(corrected.sum()),
        "again": int((~same_file & equal).sum()),
        "repeated_in_file": int(same_file.sum()),
    }
    table = table.assign(id=ids.array)
    return table if keep.all() else table[keep].reset_index(drop=True), counts


def incident_ids(table: pd.DataFrame, content: np.ndarray) -> pd.Series:
    """The id of each row; where it has none, the hash of what it says and its ordinal among equal rows of its file.

    So a file that repeats the months already imported and adds new ones adds only the new ones.
    """
    known = table["id"] if "id" in table else pd.Series(np.full(len(table), None), dtype="str")
    given = known.str.strip() if isinstance(known.dtype, pd.StringDtype) else pd.Series(texts(table, "id"), dtype="str")
    without = (given.isna() | (given == "")).to_numpy(dtype=bool)
    if not without.any():
        return given
    equal = pd.DataFrame({"i": table["_import"].to_numpy(), "c": content}).groupby(["i", "c"])
    ordinal = equal.cumcount().to_numpy()[without].tolist()
    ids = given.to_numpy(dtype=object, copy=True)
    ids[without] = [f"{c:016x}.{n}" for c, n in zip(content[without].tolist(), ordinal, strict=True)]
    return pd.Series(ids, dtype="str")


def _content_hash(table: pd.DataFrame) -> np.ndarray:
    """A 64-bit hash of what each row says, whatever column types its file had."""
    combined = np.zeros(len(table), dtype=np.uint64)
    for column in sorted(set(table.columns) - _NOT_CONTENT):  # one at a time: all together would fill the memory
        combined = (combined ^ _hashes(table[column])) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(len(column))
    return combined


def _hashes(values: pd.Series) -> np.ndarray:
    """A hash of each value; of texts each different one is hashed once, of a column without any its one nothing."""
    if len(values) and values.isna().all():
        return pd.util.hash_array(_plain(values.iloc[:1]).to_numpy())
    if not isinstance(values.dtype, pd.StringDtype):
        return pd.util.hash_array(_plain(values).to_numpy())
    at, known = pd.factorize(values)  # what is missing is at -1
    return pd.util.hash_array(np.append(known.to_numpy(dtype=object), ""))[at]


def _plain(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return pd.Series(pd.to_numeric(values).to_numpy(dtype=np.float64, na_value=np.nan))
    if pd.api.types.is_datetime64_any_dtype(values):
        return pd.Series(values.to_numpy(dtype="datetime64[s]"))
    return pd.Series(values.astype(str).where(values.notna(), "").to_numpy(dtype=object))


def _together(store: Store, entries: Sequence[ImportEntry]) -> pd.DataFrame:
    """The tables of some imports as one, each row with where it comes from."""
    files = list(dict.fromkeys(entry.name for entry in entries))
    read = []
    for entry in entries:
        table = store.table(entry)
        file = pd.Categorical.from_codes(np.full(len(table), files.index(entry.name)), categories=pd.Index(files))
        read.append(table.assign(_import=entry.number, _file=file))
    return read[0] if len(read) == 1 else pd.concat(read, ignore_index=True)
