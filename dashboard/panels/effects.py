"""What happened around model sites since they were opened: an interval for each, and one plain sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from dashboard import data, layout, markup, picture
from dashboard.panels.places import where
from dashboard.view import View
from geodata.analysis.effect import Contrast
from geodata.analysis.site_effect import Effect
from layers.paint import Picture

SPAN: Final = 8.0
"""The axis runs from one eighth to eight times; what lies beyond ends in an arrow."""

TICKS: Final = (0.25, 0.5, 1, 2, 4)
MOST: Final = 24
"""Sites in the picture of all: more would be no picture."""


def painted(view: View) -> Picture:
    """The picture of the view with all its sites, and with what is held beside the selected mahalla marked."""
    return picture.of(view, districts=view.districts, sites="all", beside=beside(view))


def beside(view: View) -> picture.Beside:
    """What the map marks for the selected mahalla: those that touch it, and those its opened site is compared with.

    Of several sites the first with an answer.
    """
    if view.mahalla is None or not view.edition.groups():
        return (), ()
    sites = view.edition.sites
    own = sites[(sites["mahalla_pos"] == view.mahalla) & (sites["state"] == "opened")]
    found = [of(view, str(site)) for site in own["id"]]
    shown = next((each for each in found if each.place.verdict in _TOLD), None)
    return (shown.touching, shown.comparison) if shown else ((), ())


def block(view: View, site: pd.Series) -> dict[str, object] | None:
    """The part of a site's card that tells its effect; None for a site that has not been opened."""
    if site["state"] != "opened" or not view.edition.groups():
        return None
    words, found = view.words, of(view, str(site["id"]))
    return {
        "title": words("effect.title"),
        "what": _what(view, found),
        "verdict": found.place.verdict,
        "sentence": _sentence(view, found.place),
        "reason": words(f"effect.reason.{found.reason}") if found.reason else "",
        "rows": _rows(view, found) if found.before else [],
        "before": words("effect.before"),
        "after": words("effect.after"),
        "plot": _plot(view, found),
        "notes": _notes(view, found),
        "caveat": words("effect.caveat"),
        "made": words("effect.made"),
        "link": f"/methods?{urlencode(view.address.link() | {'method': 'effect'})}",
    }


def show(view: View, sites: pd.DataFrame) -> None:
    """The intervals of the opened ones among `sites` below each other, those opened first on top."""
    opened = in_order(sites)
    if not len(opened) or not view.edition.groups():
        return
    words, shown = view.words, opened.head(MOST)
    effects = [of(view, str(site)) for site in shown["id"]]
    answered = [_line(view, shown.iloc[at], found) for at, found in enumerate(effects) if found.place.verdict in _TOLD]
    with layout.card("effects"):
        note = words("effect.counted", told=words.number(len(answered)), few=words.number(len(effects) - len(answered)))
        group = words.known("group", view.query.group)
        markup.show("title.html", text=words("effect.all"), note=f"{group} · {note}")
        more = words("effect.first", n=words.number(MOST)) if len(opened) > MOST else ""
        markup.show(
            "effects.html",
            lines=answered,
            axis=_axis(view),
            more=more,
            ratio=words("effect.ratio"),
            caveat=words("effect.caveat"),
        )


_TOLD: Final = frozenset({"fell", "rose", "within_chance"})


def in_order(sites: pd.DataFrame) -> pd.DataFrame:
    """The opened ones, the first opened first; the picture of all has MOST of them."""
    return sites[(sites["state"] == "opened") & sites["opened"].notna()].sort_values("opened", kind="stable")


def of(view: View, site: str) -> Effect:
    """What happened around a site, on the events of the view."""
    return data.effect(view.edition.id, site, view.query.group, view.query.types)


def _line(view: View, site: pd.Series, found: Effect) -> dict[str, object]:
    words, place = view.words, found.place
    return {
        "name": where(view, site),
        "kind": site["kind"],
        "day": words.date(pd.Timestamp(site["opened"]).date()),
        "counts": f"{words.number(place.before or 0)} → {words.number(place.after or 0)}",
        "mark": interval(view, place, where(view, site)),
        "verdict": place.verdict,
        "said": words("change.within" if place.verdict == "within_chance" else "change.beyond"),
        "link": f"?{urlencode(view.address.link() | {'mahalla': str(site['mahalla'])})}",
    }


def _what(view: View, found: Effect) -> str:
    """What was counted, and the two periods."""
    words, query = view.words, view.query
    types = ", ".join(words.known("type", name) for name in query.types)
    parts = [words.known("group", query.group), types]
    if found.before is not None and found.after is not None:
        parts.append(f"{words.period(found.before)} / {words.period(found.after)}")
    return " · ".join(filter(None, parts))


def _sentence(view: View, place: Contrast) -> str:
    if place.verdict not in _TOLD:
        return view.words("effect.too_little_data")
    return view.words(
        f"effect.{place.verdict}",
        after=view.words.number(place.after or 0),
        expected=view.words.number(_expected(place)),
    )


def _expected(contrast: Contrast) -> float:
    """What the place would have had after, had it changed as its comparison did."""
    before, after = contrast.comparison_before or 0, contrast.comparison_after or 0
    return (contrast.before or 0) * after / before if before else math.nan


def _rows(view: View, found: Effect) -> list[tuple[str, str, str]]:
    """Name, before, after: of the mahalla, of what touches it, of the comparable ones."""
    words, place, ring = view.words, found.place, found.ring
    lines = [(words("effect.place"), place.before, place.after)]
    if found.touching:
        lines.append((words("effect.touching", n=words.number(len(found.touching))), ring.before, ring.after))
    if found.comparison:
        name = words("effect.compared", n=words.number(len(found.comparison)))
        lines.append((name, place.comparison_before, place.comparison_after))
    return [
        (name, words.number(before), words.number(after))
        for name, before, after in lines
        if before is not None and after is not None
    ]


def _plot(view: View, found: Effect) -> dict[str, object] | None:
    """The intervals of the mahalla and of what touches it; None where there is no answer for the mahalla."""
    if found.place.verdict not in _TOLD:
        return None
    names = (view.words("effect.place"), view.words("effect.touching", n=view.words.number(len(found.touching))))
    marks = [
        interval(view, contrast, name)
        for contrast, name in zip((found.place, found.ring), names, strict=True)
        if contrast.verdict in _TOLD
    ]
    return {"label": view.words("effect.ratio"), "marks": marks, "axis": _axis(view)}


def interval(view: View, contrast: Contrast, name: str) -> dict[str, object]:
    """A dot and its whisker on the axis, and the same in words."""
    words, low, high = view.words, contrast.low, contrast.high
    bounds = words.number(low, 2), words.number(high, 2) if np.isfinite(high) else words("effect.unbounded")
    return {
        "name": name,
        "at": position(contrast.ratio),
        "left": position(low),
        "right": 100 - position(high),
        "cut_left": low < 1 / SPAN,
        "cut_right": high > SPAN,
        "verdict": contrast.verdict,
        "figure": words.number(contrast.ratio, 2),
        "told": words("effect.told", name=name, ratio=words.number(contrast.ratio, 2), low=bounds[0], high=bounds[1]),
    }


def position(ratio: float) -> float:
    """Where a ratio lies on the logarithmic axis, in per cent from the left; within the axis."""
    within = min(max(ratio, 1 / SPAN), SPAN)
    return 50 + 50 * math.log(within) / math.log(SPAN)


def _axis(view: View) -> Mapping[str, object]:
    words = view.words
    ticks = [
        (position(tick), text) for tick, text in zip(TICKS, (words.number(0.25, 2), "", "1", "", "4"), strict=True)
    ]
    return {"ticks": ticks, "fewer": words("effect.fewer"), "more": words("effect.more")}


def _notes(view: View, found: Effect) -> list[str]:
    """How often chance alone does as much, and whether anything moved next door."""
    words, place = view.words, found.place
    if place.verdict not in _TOLD:
        return []
    share = words.percent(place.p_value, 1 if place.p_value < 0.1 else 0)
    notes = [words("effect.chance", share=share, n=words.number(found.pool))]
    quotient = found.displacement_quotient
    if quotient is not None:
        key = "spared" if quotient >= 0 else "partly" if quotient > -1 else "wholly"
        told = {"quotient": words.number(quotient, 2)}
        if key == "partly":
            told["share"] = words.percent(-quotient, 0)
        notes.append(words(f"effect.{key}", **told))
    if found.ring.verdict == "within_chance":
        notes.append(words("effect.ring_chance"))
    return notes
