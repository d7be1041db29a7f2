"""The list of districts and the name of the region, from the districts table or from what the other tables say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
import pandas as pd

from geodata import codes, names, regions
from geodata.editions.columns import Texts, each_once, first_given, numbers, texts
from geodata.editions.labels import kind_of, short_names, unit_names
from geodata.findings import Finding
from geodata.territory import LANGUAGES, NAME_COLUMNS, Names, Place

COLUMNS: Final = ("code", "kind", *NAME_COLUMNS, "region_code", "lon", "lat")


@dataclass(frozen=True, slots=True)
class Mention:
    """A district as some row names it: code or None, name or None, and the region it is said to lie in."""

    code: str | None
    name: str | None
    region_code: str | None = None
    region: str | None = None


def districts_and_region(
    listed: pd.DataFrame | None, others: Iterable[pd.DataFrame], outlines: pd.DataFrame | None
) -> tuple[pd.DataFrame, Place, list[Finding]]:
    """The districts in the order of their codes with all names, the region, and what had to be added to the list.

    `listed` is the districts table; `others` are tables whose identity columns mention districts; `outlines` are
    boundaries of the levels district and region.
    """
    mentions = [*_of_outlines(outlines), *(mention for table in others for mention in _mentions(table))]
    frame = _of_table(listed) if listed is not None else pd.DataFrame(columns=list(COLUMNS))
    added = _of_mentions(mentions, frame)
    findings = []
    if listed is not None:
        findings = [Finding("district_unlisted", "", {"got": row["name_uz_latn"] or row["code"]}) for row in added]
    frame = pd.concat([frame, pd.DataFrame(added, columns=list(COLUMNS))], ignore_index=True) if added else frame
    frame = frame.sort_values("code", kind="stable", ignore_index=True)
    frame = frame.assign(lon=numbers(frame, "lon"), lat=numbers(frame, "lat"))
    return _with_short_names(frame), _region(frame, listed, mentions, outlines), findings


def _of_table(listed: pd.DataFrame) -> pd.DataFrame:
    given = np.stack([texts(listed, column) for column in NAME_COLUMNS], axis=1)
    given[:, 0] = first_given(given[:, 0], texts(listed, "name"))
    code = first_given(texts(listed, "code"), texts(listed, "district_code"))
    kinds = texts(listed, "kind")
    lon, lat, region = numbers(listed, "lon"), numbers(listed, "lat"), texts(listed, "region_code")
    rows = []
    for i in range(len(listed)):
        written = next((name for name in given[i] if name), None)
        if code[i] is None and written is None:
            continue
        rows.append(_row(code[i], kinds[i], list(given[i]), region[i], (lon[i], lat[i])))
    return pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates("code", keep="last", ignore_index=True)


def _row(
    code: str | None, kind: str | None, given: list[str | None], region: str | None, at: tuple[float, float]
) -> dict[str, object]:
    written = next((name for name in given if name), "")
    kind = kind or kind_of(written) or "district"
    code = code or f"{names.slug(written)}-{kind}"
    named = unit_names(kind, given)
    values: dict[str, object] = {f"name_{language}": value for language, value in asdict(named).items()}
    return {
        "code": code,
        "kind": kind,
        **values,
        "region_code": region or codes.region_of(code),
        "lon": at[0],
        "lat": at[1],
    }


def _mentions(table: pd.DataFrame) -> list[Mention]:
    """The distinct districts that the identity columns of a table name."""
    implied = each_once(texts(table, "mahalla_id"), codes.district_of)
    code = first_given(texts(table, "district_code"), implied)
    columns = (code, texts(table, "district"), texts(table, "region_code"), texts(table, "region"))
    return [Mention(*row) for row in dict.fromkeys(zip(*columns, strict=True)) if row[0] or row[1]]


def _of_outlines(outlines: pd.DataFrame | None) -> list[Mention]:
    if outlines is None:
        return []
    own = outlines[texts(outlines, "level") == "district"]
    code = first_given(texts(own, "district_code"), texts(own, "code"))
    name = first_given(texts(own, "name_uz_latn"), texts(own, "name"), texts(own, "district"))
    columns = (code, name, texts(own, "region_code"), texts(own, "region"))
    return [Mention(*row) for row in zip(*columns, strict=True) if row[0] or row[1]]


def _of_mentions(mentions: list[Mention], known: pd.DataFrame) -> list[dict[str, object]]:
    """One row for each district mentioned and not `known`: by code first, then by name and kind."""
    rows: dict[str, dict[str, object]] = {}
    codes_known = set(known["code"])
    named = {
        (str(kind), names.key(str(name)))
        for column in NAME_COLUMNS
        for kind, name in zip(known["kind"], known[column], strict=True)
        if name
    }
    for mention in sorted(mentions, key=lambda one: (one.code is None, one.name is None)):
        kind = kind_of(mention.name) if mention.name else None
        key = (kind or "district", names.key(mention.name)) if mention.name else None
        if mention.code in codes_known or mention.code in rows or (mention.code is None and key in named):
            continue
        row = _row(mention.code, kind, [mention.name, None, None, None], mention.region_code, (np.nan, np.nan))
        rows[str(row["code"])] = row
        if key:
            named.add(key)
    return list(rows.values())


def _with_short_names(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the short names; a city whose key is also a district's is marked as a city."""
    bases = [names.key(str(name)) for name in frame["name_uz_latn"]]
    counted = Counter(bases)
    short = [
        short_names(Names(*(str(row[column]) for column in NAME_COLUMNS)), str(row["kind"]), shared=counted[base] > 1)
        for base, (_, row) in zip(bases, frame.iterrows(), strict=True)
    ]
    columns = {f"short_{language}": [getattr(one, language) for one in short] for language in LANGUAGES}
    return frame.assign(**columns)


def _region(
    frame: pd.DataFrame, listed: pd.DataFrame | None, mentions: list[Mention], outlines: pd.DataFrame | None
) -> Place:
    """The region that holds all districts; a place of kind "country" without a name when they lie in several."""
    held = sorted(
        {str(code) for code in frame["region_code"] if code} | {m.region_code for m in mentions if m.region_code}
    )
    if len(held) > 1:
        return Place("", "country", Names())
    code = held[0] if held else ""
    given: list[str | None] = [None] * len(LANGUAGES)
    if listed is not None:
        given = [_first(texts(listed, f"region_{language}")) for language in LANGUAGES]
        given[0] = given[0] or _first(texts(listed, "region"))
    if outlines is not None and not any(given):
        own = outlines[texts(outlines, "level") == "region"]
        given = [_first(texts(own, column)) for column in NAME_COLUMNS]
        given[0] = given[0] or _first(first_given(texts(own, "name"), texts(own, "region")))
    if not any(given):
        given[0] = next((mention.region for mention in mentions if mention.region), None)
    given = _of_republic(code, given)
    kind = kind_of(next((name for name in given if name), "")) or "region"
    return Place(code, kind, unit_names(kind, given))


def _of_republic(code: str, given: list[str | None]) -> list[str | None]:
    """`given` with what the classifier calls the region where a language is missing, unless it means another name.

    The code alone where neither knows any.
    """
    known = regions.full_names(code)
    latin = given[0]
    if known is None or (latin and names.key(latin) != names.key(known.uz_latn)):
        return given if any(given) else [code, *given[1:]]
    return [name or getattr(known, language) for name, language in zip(given, LANGUAGES, strict=True)]


def _first(values: Texts) -> str | None:
    return next((str(value) for value in values if value is not None), None)
