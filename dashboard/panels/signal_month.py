"""The month as a whole: how many signals, whether region and districts are within chance, and how to read a signal."""

from __future__ import annotations

from collections.abc import Hashable
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from dashboard import country, data, markup, signals
from dashboard.language import Words
from dashboard.panels.ranking import FIRST
from dashboard.signals import RAISED, Signals
from dashboard.view import View
from geodata.analysis.signals_rules import WATCH_BELOW
from geodata.editions.area import AreaEdition

TOO_LITTLE = "too_few"
WATCHED_TWICE = 2
"""A mahalla is on watch by its last step, or by several steps: each has the chance WATCH_BELOW."""


def headline(view: View, found: Signals | None) -> None:
    """The tiles; where nothing can be judged, one sentence that says why."""
    if found is None:
        text = "only_discovered" if signals.only_discovered(view) else "too_short"
        markup.show("signal_note.html", text=view.words(f"signal.{text}"))
        return
    markup.show("headline.html", tiles=[_judged(found), *_states(found), _whole(found)], compact=False)


def _judged(found: Signals) -> dict[str, object]:
    words, few = found.view.words, found.count(TOO_LITTLE)
    return {
        "label": words("signal.judged"),
        "figure": words.number(int(found.in_view.sum()) - few),
        "note": words.counted("signal.few", few),
        "edge": "",
    }


def _states(found: Signals) -> list[dict[str, object]]:
    words = found.view.words
    judged = int(found.in_view.sum()) - found.count(TOO_LITTLE)
    chance = words.number(ceil(WATCHED_TWICE * WATCH_BELOW * judged))
    return [
        {
            "label": words(f"signal_state.{state}"),
            "figure": words.number(found.count(state)),
            "note": words(f"signal.of_{state}", **({"n": chance} if state == "watch" else {})),
            "edge": state,
        }
        for state in RAISED
    ]


def _whole(found: Signals) -> dict[str, object]:
    """The month of the region, of the area that may be seen, or of the one district that the view is of."""
    view, words = found.view, found.view.words
    row, name = found.found.region, words("signal.total.region")
    if isinstance(view.edition, AreaEdition):
        name = view.edition.region.names.pick(words.language)
    if len(view.districts) == 1:
        table = found.found.districts
        row, name = table[table["code"] == view.districts[0]].iloc[0], view.district_name(view.districts[0])
    return {
        "label": f"{name} · {words.period(found.choice.month)}",
        "figure": "—" if np.isnan(row["observed"]) else words.number(row["observed"]),
        "note": _expected(words, row),
        "edge": "",
        "wide": True,
    }


def _expected(words: Words, row: pd.Series) -> str:
    verdict = words(f"signal_verdict.{row['verdict']}")
    if row["verdict"] == TOO_LITTLE:
        return verdict
    low, high = words.number(row["low"]), words.number(row["high"])
    return words("signal.total.expected", expected=words.number(row["expected"]), low=low, high=high, verdict=verdict)


def totals(found: Signals | None) -> None:
    """Each district's month: what was recorded, as a mark on the band of the usual; those outside it first.

    Of a country only the first ones, each with its region; all those of a region where it is chosen.
    """
    if found is None:
        return
    view, table = found.view, found.found.districts
    away = (table["observed"] - table["expected"]) / np.sqrt(table["expected"].clip(lower=1))
    outside = table["verdict"].isin(["above", "below"])
    order = np.lexsort((-away.abs().fillna(0), ~outside))
    shown = [at for at in order.tolist() if not view.districts or table["code"].iloc[at] in view.districts]
    beside, first = country.is_one(view.edition) and not view.districts, ""
    if beside:
        outermost = max(FIRST, int(outside.sum()))
        first = view.words("country.first", n=view.words.number(outermost), all=view.words.number(len(shown)))
        shown = shown[:outermost]
    most = float(np.nanmax(table[["observed", "high"]].to_numpy(np.float64), initial=1.0))
    rows = table.to_dict("records")  # a row of a frame costs as much as writing it
    markup.show(
        "signal_totals.html",
        title=view.words("signal.total.title"),
        when=view.words.period(found.choice.month),
        first=first,
        note=view.words("signal.total.note"),
        rows=[_row(view, rows[at], most, beside=beside) for at in shown],
    )


def _row(view: View, row: dict[Hashable, Any], most: float, *, beside: bool) -> dict[str, object]:
    """A district as the template takes it, with its region `beside` it where the list is of several."""
    words, code = view.words, str(row["code"])
    known = row["verdict"] != TOO_LITTLE
    verdict = words(f"signal_verdict.{row['verdict']}")
    values = {key: words.number(row[key]) for key in ("observed", "expected", "low", "high")} if known else {}
    return {
        "name": data.district_names(view.edition.id, view.language, "short")[code],
        "where": country.region(view, code) if beside else "",
        "told": words("signal.total.told", **values, verdict=verdict) if known else verdict,
        "verdict": row["verdict"],
        "word": "" if row["verdict"] == "within" else verdict,
        "figure": "—" if np.isnan(row["observed"]) else words.number(row["observed"]),
        "low": 100 * row["low"] / most if known else None,
        "width": 100 * (row["high"] - row["low"]) / most if known else None,
        "at": None if np.isnan(row["observed"]) else 100 * row["observed"] / most,
    }


def reading(found: Signals | None) -> None:
    """How to read a signal, by which steps it was judged, and what was left out."""
    if found is None:
        return
    words, choice = found.view.words, found.choice
    mean = words.number(choice.mean, 2 if choice.mean < 1 else 1)
    lines = [words("signal.read.what"), words(f"signal.read.{'month' if choice.span == 1 else 'step'}", n=mean)]
    if choice.left_out:
        types = ", ".join(words.known("type", name) for name in choice.left_out)
        lines.append(words("signal.read.left_out", types=types))
    if not found.whole_group:
        lines.append(words("signal.read.types"))
    markup.show("signal_reading.html", title=words("signal.read.title"), lines=[*lines, words("signal.no_category")])
