"""Canonical tables read without surprises: a column that is missing or blank is None, never NaN or an empty text."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Texts = NDArray[np.object_]


def texts(table: pd.DataFrame, column: str) -> Texts:
    """The column as trimmed `str` or None; all None if `table` lacks it."""
    out: Texts = np.full(len(table), None, dtype=object)
    if column not in table.columns:
        return out
    values = table[column]
    if isinstance(values, pd.DataFrame):  # a column named twice: the first counts
        values = values.iloc[:, 0]
    given = values.notna().to_numpy()
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(object)
    plain = values.astype(str).str.strip().to_numpy(dtype=object)
    return np.where(given & (plain != ""), plain, out)


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


def first_given(*columns: Texts) -> Texts:
    """Row by row the first of `columns` that is not None."""
    out = columns[0].copy()
    for column in columns[1:]:
        out = np.where(is_none(out), column, out)
    return out


def is_none(values: Texts) -> NDArray[np.bool_]:
    """Where `values` is None."""
    return np.asarray(pd.isna(values), dtype=bool)


def grouped(texts_: Texts) -> tuple[NDArray[np.intp], Texts]:
    """Each value's number among the distinct ones (-1 for None), and the distinct ones in order of appearance."""
    numbers_, distinct = pd.factorize(texts_, use_na_sentinel=True)
    return numbers_.astype(np.intp), np.asarray(distinct, dtype=object)
