"""Model safe streets and entrances: opened, under way, planned; where the file does not say, not stated."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.stage.scene import Figure, Parts, Row, Setting
from geodata.sites import NOT_STATED

_STATES = (("opened", "accent"), ("in_progress", ""), ("planned", ""), (NOT_STATED, ""))


def make(setting: Setting) -> Parts:
    """How many sites in each state; the districts, or the opened ones of a district by mahalla."""
    words, sites = setting.words, setting.edition.sites
    if not len(sites):
        return _unknown(setting)
    chosen = _inside(setting, sites)
    states = chosen["state"].fillna(NOT_STATED)
    figures, told = [], []
    for state, tone in _STATES:
        here = chosen[states == state]
        if state == NOT_STATED and not len(here):
            continue
        told.append(state)
        streets = int((here["kind"] == "street").sum())
        split = words("site.split", streets=words.number(streets), entrances=words.number(len(here) - streets))
        figures.append(Figure(label=words(f"site.{state}"), figure=words.number(len(here)), aside=split, tone=tone))
    return Parts(
        title=setting.title,
        subtitle=words("stage.kind.sites"),
        figures=tuple(figures),
        rows=_rows(setting),
        rows_title=words("site.opened"),
        picture=setting.quiet("sites", sites="all"),
        empty=words("site.none"),
        states=tuple(told),
    )


def _unknown(setting: Setting) -> Parts:
    """Without a list of sites nothing is known of them: that is no zero."""
    words = setting.words
    return Parts(
        title=setting.title,
        subtitle=words("stage.kind.sites"),
        figures=(Figure(label=words("stage.kind.sites"), figure="—", note=words("stage.no_sites")),),
        rows=(),
        rows_title="",
        picture=setting.quiet("sites"),
        empty=words("stage.no_sites"),
    )


def _codes(setting: Setting) -> dict[int, str]:
    return dict(enumerate(setting.edition.districts["code"].astype(str)))


def _inside(setting: Setting, sites: pd.DataFrame) -> pd.DataFrame:
    """Those of the sites that lie in the place."""
    home = sites["district_pos"].map(_codes(setting))
    return sites[home.isin(setting.districts)] if setting.asked.place else sites


def _rows(setting: Setting) -> tuple[Row, ...]:
    """The districts by sites opened; within a district the opened sites themselves."""
    words, sites = setting.words, _inside(setting, setting.edition.sites)
    opened = sites[sites["state"] == "opened"]
    if setting.one_district:
        return tuple(
            Row(name=setting.place_name(str(one.mahalla)), note=words(f"site.{one.kind}"), tone="accent")
            for one in opened.itertuples()
        )
    n = len(setting.edition.districts)
    found = np.bincount(opened["district_pos"][opened["district_pos"] >= 0].astype(int), minlength=n)
    every = np.bincount(sites["district_pos"][sites["district_pos"] >= 0].astype(int), minlength=n)
    return tuple(
        Row(
            name=setting.district_name(_codes(setting)[at]),
            note=f"/ {words.number(int(every[at]))}",
            figure=words.number(int(found[at])),
            tone="accent",
        )
        for at in sorted(range(n), key=lambda at: (-found[at], at))
        if found[at]
    )
