"""Where it concentrates: the clusters that the map rings as a table, and whether neighbours resemble each other."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np
import streamlit as st

from dashboard import data, markup, state
from dashboard.state import Field
from dashboard.view import CONCENTRATION, View
from geodata.editions.area import AreaEdition
from geodata.editions.concentration import Ring, Scan
from geodata.periods import Period

DISTRICTS_NAMED: Final = 2
LEAST_P: Final = 0.001


def switch(view: View) -> None:
    """Which of the two this side of the page shows: the districts in order, or where events concentrate."""
    if not view.edition.groups():
        return
    st.segmented_control(
        view.words("concentration.switch"),
        ["districts", CONCENTRATION],
        format_func=lambda key: view.words(f"concentration.side_{key}"),
        key=state.shown("side", view.address.one_of(Field.SHOW, (CONCENTRATION,)) or "districts"),
        on_change=state.writes(Field.SHOW, "side", lambda chosen: CONCENTRATION if chosen == CONCENTRATION else None),
        label_visibility="collapsed",
        width="stretch",
    )


def show(view: View) -> bool:
    """Draw the table where the reader asked for it; False where not."""
    if view.address.get(Field.SHOW) != CONCENTRATION or not view.edition.groups():
        return False
    markup.show("concentration.html", **facts(view))
    return True


def facts(view: View) -> dict[str, object]:
    """The panel as its template takes it."""
    words, scan = view.words, view.scan
    heads = ("number", "place", "observed", "expected", "risk", "risk_help", "p")
    group = words.known("group", view.query.group)
    return {
        "title": words("concentration.title"),
        "note": group if scan is None else f"{group} · {words.period(Period.parse(scan.period))}",
        "said": _said(view, scan),
        "head": {name: words(f"concentration.{name}") for name in heads},
        "rows": [] if scan is None else [_row(view, at, ring) for at, ring in enumerate(data.shown(scan), 1)],
        "notes": [] if scan is None else _notes(view, scan),
        "moran": _moran(view),
    }


def _said(view: View, scan: Scan | None) -> str:
    """What must be known before the table: that there is none, or that it speaks of another period than the map."""
    words = view.words
    if scan is None:
        return words("concentration.region_only" if isinstance(view.edition, AreaEdition) else "concentration.absent")
    if not scan.significant:
        return words("concentration.none")
    if scan.period != view.query.period.key or view.query.types:
        return words("concentration.elsewhen", period=words.period(Period.parse(scan.period)))
    return ""


def _row(view: View, number: int, ring: Ring) -> dict[str, object]:
    words = view.words
    homes = Counter(view.edition.mahallas["district"].iloc[list(ring.members)])
    named = [view.district_name(code) for code, _ in homes.most_common(DISTRICTS_NAMED)]
    further = len(homes) - len(named)
    more = f" {words('concentration.more', n=words.number(further))}" if further else ""
    return {
        "number": words.number(number),
        "place": ", ".join(named) + more,
        "members": words("concentration.members", n=words.number(len(ring.members))),
        "mahallas": sorted(view.mahalla_name(position) for position in ring.members),
        "observed": words.number(ring.observed),
        "expected": words.number(ring.expected, 1),
        "risk": "—" if ring.relative_risk is None else words.number(ring.relative_risk, 2),
        "p": words.number(ring.p_value, 3),
    }


def _notes(view: View, scan: Scan) -> list[str]:
    words, shown = view.words, data.shown(scan)
    base = {name: words.number(getattr(scan, name)) for name in ("cases", "areas", "residents", "left_out")}
    told = [words("concentration.base", **base)]
    if len(shown) < len(scan.significant):
        counted = {"shown": words.number(len(shown)), "n": words.number(len(scan.significant))}
        told.insert(0, words("concentration.truncated", **counted))
    if not scan.significant:
        return told
    share, replicates = words.percent(scan.max_share, 0), words.number(scan.replicates)
    return [*told, words("concentration.caveat", share=share, replicates=replicates)]


def _moran(view: View) -> dict[str, str]:
    """Moran's I of the period, group and types that the map shows, in a sentence and in figures."""
    words, found = view.words, data.likeness(view.edition.id, view.query)
    told = {"title": words("concentration.moran"), "caveat": words("concentration.moran_caveat")}
    if np.isnan(found.z_random):
        return told | {"told": words("concentration.unknown"), "line": ""}
    verdict = "nothing" if found.p_value >= 0.05 else "alike" if found.z_random > 0 else "unlike"
    small = found.p_value < LEAST_P
    line = words(
        "concentration.moran_line",
        i=words.number(found.statistic, 3),
        expected=words.number(found.expected, 3),
        z=words.number(found.z_random, 1),
        p=f"< {words.number(LEAST_P, 3)}" if small else f"= {words.number(found.p_value, 3)}",
        n=words.number(found.areas),
        period=words.period(view.query.period),
    )
    return told | {"told": words(f"concentration.{verdict}"), "line": line}
