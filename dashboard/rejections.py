"""The rows that did not match as a reader's table: fixed columns in the reader's words, then the file's own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from dashboard.language import Words
from dashboard.view import View
from geodata.sites import CRITERIA

SHOWN: Final = (
    *("reason", "file", "row", "said", "district", "date", "group", "type"),
    *("category", "kind", "state", "count", "residents"),
)
"""The columns of the screen, in their order; those that hold nothing are left out."""

OTHERS: Final = (
    *("id", "code", "mahalla_id", "mfy_id", "stat_code", "name", "district_written", "district_code"),
    *("region", "region_code", "registered", "decided", "valid_from", "order", "author", "status"),
    *("level", "lon", "lat", "title", "source", "photo", "opened", "checked"),
)
"""What the download has besides: columns that every file of a kind may have, by our names."""

AS_WRITTEN: Final = ("file", "said")
"""Columns of the screen that hold texts as a file has them, in whatever language."""

_DAYS: Final = frozenset({"date", "registered", "decided", "valid_from", "opened", "checked"})
_FIGURES: Final = frozenset({"row", "count", "residents", "lon", "lat"})
_WORDS: Final = {name: name for name in ("group", "type", "category", "status", "level")} | {"state": "site"}
_OURS: Final = frozenset({"got", "where", "district_pos", "district"})
_CRITERIA: Final = tuple(f"{name}_{side}" for name in CRITERIA for side in ("planned", "installed"))
_PLACE: Final = ("name", "code", "district", "district_code")
_SAID_LENGTH: Final = 160


def heading(words: Words, name: str) -> str:
    """What a column is called, on the screen and in the file."""
    texts = {"reason": "data.reason", "file": "data.file"}
    return words(texts.get(name, f"column.{name}"))


def shown(view: View, kind: str, most: int) -> pd.DataFrame:
    """The first `most` rows with the columns of the screen: texts, numbers and days, None where nothing is known."""
    return _named(view.words, _canonical(view, kind, view.edition.rejected(kind).head(most)), SHOWN)


def whole(view: View, kind: str) -> pd.DataFrame:
    """The rows with every column: those of the screen, our others, and the file's own under its own headings."""
    words, rows = view.words, _canonical(view, kind, view.edition.rejected(kind))
    ours = _named(words, rows, (*SHOWN, *OTHERS))
    criteria = {name: _criterion(words, name) for name in _CRITERIA if name in rows}
    own = {name: words("column.own", name=name) for name in _own(rows)}
    labelled = rows[[*criteria, *own]].rename(columns=criteria | own)
    return pd.concat([ours, labelled.dropna(axis="columns", how="all")], axis="columns")


def _named(words: Words, rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    present = [name for name in names if name in rows and rows[name].notna().any()]
    return rows[present].rename(columns={name: heading(words, name) for name in present})


def _canonical(view: View, kind: str, found: pd.DataFrame) -> pd.DataFrame:
    """The rows with the columns of `SHOWN` and `OTHERS` as values, and the file's own columns as they came."""
    words = view.words
    table = found.astype(object).where(found.notna(), None)
    own, place = _own(table), [name for name in _PLACE if name in table]
    columns = {str(name): table[name].tolist() for name in table.columns if name not in _OURS}
    columns["district_written"] = _column(table, "district")
    codes = view.edition.districts["code"].tolist()
    columns["district"] = [_district(view, codes, at) for at in _column(table, "district_pos")]
    columns["reason"] = [words.known("reason", str(code)) for code in columns["reason"]]
    columns["file"] = [str(where).rpartition(", row ")[0] or where for where in _column(table, "where")]
    columns["said"] = [
        _said(got, row)
        for got, row in zip(_column(table, "got"), table[[*place, *own]].to_dict("records"), strict=True)
    ]
    if "date" not in columns and "decided" in columns:
        columns["date"] = columns.pop("decided")
    read = {name: _read(words, kind, name) for name in columns}
    known = {
        name: [None if value is None else read[name](value) for value in values] for name, values in columns.items()
    }
    return pd.DataFrame(known, dtype=object)


def _column(table: pd.DataFrame, name: str) -> list[Any]:
    return table[name].tolist() if name in table else [None] * len(table)


def _own(table: pd.DataFrame) -> list[str]:
    """The columns that only this file has."""
    known = {*SHOWN, *OTHERS, *_OURS, *_CRITERIA}
    return [str(name) for name in table.columns if name not in known]


def _read(words: Words, kind: str, name: str) -> Callable[[Any], Any]:
    """How a value of a column becomes what the reader sees."""
    if name in _DAYS:
        return _day
    if name in _FIGURES or name in _CRITERIA:
        return _figure
    if name == "kind":
        return lambda value: words.known("site" if kind == "sites" else "unit_kind", str(value))
    if name in _WORDS:
        return lambda value: words.known(_WORDS[name], str(value))
    return lambda value: value


def _district(view: View, codes: Sequence[str], position: Any) -> str | None:  # noqa: ANN401  a number, its text, or None
    """The district that the row was found to lie in."""
    at = -1 if position is None else int(position)
    return view.district_name(codes[at]) if at >= 0 else None


def _said(got: str | None, row: Mapping[Hashable, Any]) -> str | None:
    """What the row says about its place; of a row that could not be read, what it says at all."""
    if got is not None:
        return got
    told = [str(value) if name in _PLACE else f"{name}: {value}" for name, value in row.items() if value is not None]
    text = ", ".join(told)
    return (text if len(text) <= _SAID_LENGTH else text[: _SAID_LENGTH - 1] + "…") or None


def _day(value: Any) -> Any:  # noqa: ANN401  a day, or whatever a file wrote in its place
    if isinstance(value, date):
        return pd.Timestamp(value).date()
    try:
        return date.fromisoformat(str(value).removesuffix(" 00:00:00"))
    except ValueError:
        return value


def _figure(value: Any) -> Any:  # noqa: ANN401  a number, or whatever a file wrote in its place
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() else number


def _criterion(words: Words, name: str) -> str:
    """The heading of a quantity of the checklist of sites."""
    criterion, _, side = name.rpartition("_")
    return f"{words(f'criterion.{criterion}')}: {words(f'site.{side}')}"
