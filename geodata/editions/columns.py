"""Canonical tables read without surprises: a column that is missing or blank is None, never NaN or an empty text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Texts = NDArray[np.object_]
Frame = TypeVar("Frame", bound=pd.DataFrame)
_NOTHING: Final[Texts] = np.array([None], dtype=object)


def texts(table: pd.DataFrame, column: str) -> Texts:
    """The column as trimmed `str` or None; all None if `table` lacks it."""
    out: Texts = np.full(len(table), None, dtype=object)
    if column not in table.columns:
        return out
    values = table[column]
    if isinstance(values.dtype, pd.StringDtype | pd.CategoricalDtype):
        # Each different text is one object: millions of rows would otherwise hold a copy each.
        at, known = pd.factorize(values)  # what is missing is at -1
        each: Texts = np.concatenate([_trimmed(pd.Series(np.asarray(known, dtype=object))), _NOTHING])
        return each[at]
    return np.where(values.notna().to_numpy(), _trimmed(values), out)


def _trimmed(values: pd.Series) -> Texts:
    """The values as text without blanks around them, None for an empty one."""
    plain = values.astype(str).str.strip().to_numpy(dtype=object)
    return np.where(plain != "", plain, None)  # type: ignore[call-overload, no-any-return]


def numbers(table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """The column as floats, NaN where it is missing or no number."""
    if column not in table.columns:
        return np.full(len(table), np.nan)
    return pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)


def days(table: pd.DataFrame, column: str) -> NDArray[np.datetime64]:
    """The column as `datetime64[D]`, NaT where it is missing or no day; a time of day is dropped."""
    if column not in table.columns:
        return np.full(len(table), np.datetime64("NaT"), dtype="datetime64[D]")
    moments = pd.to_datetime(table[column], errors="coerce")
    if isinstance(moments.dtype, pd.DatetimeTZDtype):
        moments = moments.dt.tz_localize(None)
    return moments.to_numpy(dtype="datetime64[D]")


def with_none(frame: Frame) -> Frame:
    """`frame` with None for every missing text: a file gives NaN back, which a page would print."""
    text = [column for column in frame.columns if pd.api.types.is_string_dtype(frame[column])]
    # Given an array, pandas would take it for its own text type, and None for NaN, once more.
    return frame.assign(**{column: pd.Series(texts(frame, column), frame.index, object) for column in text})


def first_given(*columns: Texts) -> Texts:
    """Row by row the first of `columns` that is not None."""
    out = columns[0].copy()
    for column in columns[1:]:
        out = np.where(is_none(out), column, out)
    return out


def is_none(values: Texts) -> NDArray[np.bool_]:
    """Where `values` is None."""
    return np.asarray(pd.isna(values), dtype=bool)


def each_once(values: Texts, function: Callable[[str], str | None]) -> Texts:
    """`function` of every value that is not None, called once for each distinct one."""
    numbers_, distinct = grouped(values)
    answers = np.array([*(function(str(value)) for value in distinct), None], dtype=object)
    found: Texts = answers[numbers_]
    return found


def grouped(texts_: Texts) -> tuple[NDArray[np.intp], Texts]:
    """Each value's number among the distinct ones (-1 for None), and the distinct ones in order of appearance."""
    numbers_, distinct = pd.factorize(texts_, use_na_sentinel=True)
    return numbers_.astype(np.intp), np.asarray(distinct, dtype=object)
