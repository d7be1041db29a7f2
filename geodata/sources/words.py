"""Words of the files in four languages: headings, categories, count groups, crime types, kinds and states of sites."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from geodata.folding import fold, russian
from geodata.letters import TURNED, TUTUQ, tidy

_DATA: Final = Path(__file__).parent / "data"
_TOKEN: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{TURNED}{TUTUQ}])*|\d+")
# Words that stand beside the one that matters: "qizil" toifa, «красная» категория.
_FILLERS: Final = frozenset(
    {"toifa", "toifadagi", "toifali", "kategoriya", "kategori", "category", "zona", "zone", "maxalla"}
)


@lru_cache(maxsize=16_384)
def word_key(text: str) -> str:
    """Key of a word or phrase in any apostrophe, script and case; underscores and blanks count the same."""
    return " ".join(filter(None, (russian(fold(token)) for token in _TOKEN.findall(tidy(text)))))


@cache
def table(name: str) -> Mapping[str, str]:
    """Word key -> our value, for a list of words.json or "type"."""
    if name == "type":
        return _crime_types()
    lists: dict[str, list[str]] = json.loads((_DATA / "words.json").read_text(encoding="utf-8"))[name]
    return {word_key(word): ours for ours, words in lists.items() for word in [ours, *words]}


def find(name: str, text: str) -> str | None:
    """Our value for `text` in the list `name`; None when no word of it fits."""
    key = word_key(text)
    words = table(name)
    if key in words:
        return words[key]
    return words.get(" ".join(word for word in key.split() if word not in _FILLERS))


@cache
def headings(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Field -> headings that mean it, in files of `kind`; what the kind says of a field replaces the common list."""
    lists = json.loads((_DATA / "headings.json").read_text(encoding="utf-8"))
    own = lists.get(kind, {})
    if isinstance(own, list):
        return {kind: tuple(own)}
    return {
        field: tuple(words)
        for field, words in {**own, **{k: v for k, v in lists["identity"].items() if k not in own}}.items()
    }


@cache
def personal() -> frozenset[str]:
    """Heading keys that announce personal data."""
    return frozenset(heading_key(word) for word in headings("personal")["personal"])


@cache
def ignored() -> frozenset[str]:
    """Heading keys that mean nothing to us and deserve no remark."""
    return frozenset(heading_key(word) for word in headings("ignored")["ignored"])


@cache
def missing_words() -> frozenset[str]:
    """Words that stand for an empty cell, in lower case, as written."""
    lists: dict[str, list[str]] = json.loads((_DATA / "words.json").read_text(encoding="utf-8"))["missing"]
    return frozenset(word.casefold() for words in lists.values() for word in words)


def heading_key(text: str) -> str:
    """Key of a heading: like `word_key`, without blanks."""
    return word_key(text).replace(" ", "")


def _crime_types() -> dict[str, str]:
    with (_DATA / "crime_types.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, str] = {}
    for row in rows:
        for word in [row["key"], row["uz_latn"], row["ru"], row["en"], *row["other"].split("; ")]:
            if word:
                found.setdefault(word_key(word), row["key"])
    return found
