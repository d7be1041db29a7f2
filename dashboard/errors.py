"""Findings and errors as sentences in the reader's language: one table, the locale's section `finding`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.language import Language, Words
from geodata.errors import GeodataError
from geodata.findings import Finding

SMALL: Final = 10
"""Below it a second decimal says something."""

_LOG = logging.getLogger(__name__)


def sentence(words: Words, finding: Finding) -> str:
    """What is wrong and what to do, in the reader's language; the place is told beside it."""
    if words.language is Language.EN:
        return finding.message
    return words(f"finding.{finding.code}", **{name: _value(words, value) for name, value in finding.values.items()})


@contextmanager
def told() -> Iterator[None]:
    """Inside it an error of the data becomes one sentence on the page; a bug of ours goes on and shows as one."""
    try:
        yield
    except GeodataError as error:
        st.error(sentence(Words(state.language()), error.finding), icon=":material/info:")


def failed(error: Exception) -> bool:
    """What a page says of a bug, in the reader's language and without a traceback, which goes into the log."""
    _LOG.error("a page failed", exc_info=error)
    words = Words(state.language())
    st.error(words("error.broken", time=words.moment(datetime.now(UTC))), icon=":material/error:")
    return True


def _value(words: Words, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return words.number(value, 0 if float(value).is_integer() else 1 if abs(value) >= SMALL else 2)
