"""Findings and errors as sentences in the reader's language: one table, the locale's section `finding`."""

from __future__ import annotations

from dashboard.language import Words
from geodata.findings import Finding


def sentence(words: Words, finding: Finding) -> str:
    """What is wrong and what to do, in the reader's language; the place is told beside it."""
    return words(f"finding.{finding.code}", **{name: _value(words, value) for name, value in finding.values.items()})


def _value(words: Words, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return words.number(value, 0 if float(value).is_integer() else 2)
