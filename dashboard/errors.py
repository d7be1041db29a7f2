"""Findings and errors as sentences in the reader's language: the locale's sections `finding`, `place` and `said`."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

import streamlit as st

from dashboard import markup, state
from dashboard.language import Language, Words
from dashboard.panels import missing
from geodata.errors import AccessError, GeodataError
from geodata.findings import Finding

SMALL: Final = 10
"""Below it a second decimal says something."""

_SAID: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "conflict": ("name",),
        "crs_missing": ("got",),
        "csv_broken": ("got",),
        "file_unreadable": ("got",),
        "form_broken": ("got",),
        "form_refused": ("got",),
        "geojson_coordinates": ("wanted",),
        "geojson_member": ("wanted",),
        "geometry_invalid": ("got",),
        "json_broken": ("got",),
        "level_assumed": ("got",),
        "no_field": ("got", "wanted"),
        "no_polygons": ("got",),
        "option": ("name", "wanted"),
        "store_write": ("got",),
    }
)
"""Which values of a finding are words of ours, and not of the file: the locale's section `said` has them."""

_INSIDE: Final = re.compile(r"(?P<kind>row|feature|placemark|byte)s? (?P<n>\d+(?:, \d+)*(?: … \(\+\d+\))?)(?=$|, | \()")
_LINE: Final = re.compile(r"line (?P<n>\d+), column (?P<column>\d+)")
_SEVERAL: Final = frozenset({"row", "feature"})

_NOTHING: Final = "no_edition"
"""What is found where nothing has been published yet: no mistake, but a beginning."""

_LOG = logging.getLogger(__name__)


def sentence(words: Words, finding: Finding) -> str:
    """What is wrong and what to do, in the reader's language; the place is told beside it."""
    if words.language is Language.EN:
        return finding.message
    said = _SAID.get(finding.code, ())
    values = {
        name: _said(words, str(value)) if name in said else _value(words, name, value)
        for name, value in finding.values.items()
    }
    return words(f"finding.{finding.code}", **values)


def place(words: Words, finding: Finding, file: str) -> str:
    """Where in `file` a finding stands, in the reader's language: rows, features, headings as the file has them."""
    inside = finding.where.removeprefix(file).removeprefix(", ")
    line = _LINE.fullmatch(inside)
    if line is not None:
        return ", ".join((file, words("place.line", n=line["n"], column=line["column"])))
    found = _INSIDE.match(inside)
    if found is None:
        return finding.where
    kind = found["kind"]
    several = f"{kind}s" if kind in _SEVERAL and not found["n"].isdigit() else kind
    return f"{file}, {words(f'place.{several}', n=found['n'])}{inside[found.end() :]}"


@contextmanager
def told(refused: Callable[[str], None] | None = None) -> Iterator[None]:
    """Inside it an error of the data becomes one sentence on the page; a bug of ours goes on and shows as one.

    What is not open to somebody who is signed in goes to `refused`, if there is one, as its sentence.
    """
    try:
        yield
    except GeodataError as error:
        words, finding = Words(state.language()), error.finding
        if finding.code == _NOTHING:
            missing.begin(words)
        elif refused is not None and isinstance(error, AccessError) and finding.code != "refused_signed_out":
            refused(sentence(words, finding))
        else:
            say(words, finding)


def say(words: Words, finding: Finding) -> None:
    """One sentence on the page; what comes from a file in it stays text."""
    st.error(markup.plain(sentence(words, finding), kept="`"), icon=":material/info:")


def failed(error: Exception) -> bool:
    """What a page says of a bug, in the reader's language and without a traceback, which goes into the log."""
    words = Words(state.language())
    if isinstance(error, GeodataError):  # from a fragment, which runs by itself
        say(words, error.finding)
        return True
    _LOG.error("a page failed", exc_info=error)
    st.error(words("error.broken", time=words.moment(datetime.now(UTC))), icon=":material/error:")
    return True


def _said(words: Words, text: str) -> str:
    """A phrase of ours, or of the library that reads, in the reader's language; what follows it stays."""
    phrase = re.split(r"\[|: line |$", text, maxsplit=1)[0]
    known = words.known("said", text)
    return known if known != text else words.known("said", phrase) + text[len(phrase) :]


def _value(words: Words, name: str, value: object) -> object:
    if name == "group":
        return ", ".join(words.known("group", each) for each in str(value).split(", "))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return words.number(value, 0 if float(value).is_integer() else 1 if abs(value) >= SMALL else 2)
