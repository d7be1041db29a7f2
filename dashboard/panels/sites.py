"""Model safe streets and entrances: a card each, with its checklist of planned and installed quantities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import data, markup, state
from dashboard.state import Field
from dashboard.view import View
from geodata.sites import CRITERIA

STATES = ("opened", "in_progress", "planned")
KINDS = ("street", "entrance")


def chosen(
    view: View, *, mahalla: int | None = None, kind: str | None = None, stage: str | None = None
) -> pd.DataFrame:
    """The sites of a mahalla or of the view's districts, of one kind and state where they are named; facts first."""
    table = view.edition.sites
    keep = pd.Series(data=True, index=table.index)
    if mahalla is not None:
        keep &= table["mahalla"] == view.edition.mahallas["code"].iloc[mahalla]
    elif view.districts:
        keep &= table["district_pos"].isin(_positions(view))
    if kind in KINDS:
        keep &= table["kind"] == kind
    if stage in STATES:
        keep &= table["state"] == stage
    order = table["state"].map({name: i for i, name in enumerate(STATES)})
    facts = ~table["status"].fillna("").str.startswith("fact")
    found: pd.DataFrame = table[keep].assign(_order=order, _fact=facts)
    return found.sort_values(["_fact", "_order", "district_pos", "id"])


def _positions(view: View) -> list[int]:
    return np.flatnonzero(view.edition.districts["code"].isin(view.districts)).tolist()


def _district(view: View, position: int) -> str:
    return view.district_name(str(view.edition.districts["code"].iloc[position])) if position >= 0 else ""


def cards(
    view: View, *, mahalla: int | None = None, kind: str | None = None, stage: str | None = None, most: int = 12
) -> None:
    """A card for each site chosen, the first `most` of them."""
    found = chosen(view, mahalla=mahalla, kind=kind, stage=stage)
    if len(found):
        markup.show("sites.html", sites=[card(view, row) for _, row in found.head(most).iterrows()], words=_words(view))
    elif mahalla is None:
        markup.show("note.html", text=view.words("site.none"))


def _words(view: View) -> dict[str, str]:
    keys = ("criterion", "planned", "installed", "no_photo", "fact")
    return {key: view.words(f"site.{key}") for key in keys}


def card(view: View, site: pd.Series) -> dict[str, object]:
    """One site as the template takes it."""
    words = view.words
    position = data.positions(view.edition.id).get(site["mahalla"])
    rows = [_criterion(view, site, name) for name in CRITERIA if pd.notna(site.get(f"{name}_planned"))]
    planned, installed = (sum(int(row[key]) for row in rows) for key in ("planned_n", "installed_n"))
    return {
        "kind": site["kind"],
        "state": site["state"] or "",
        "kind_name": words(f"site.{site['kind']}"),
        "state_name": words(f"site.{site['state']}") if site["state"] else "",
        "where": " · ".join(
            filter(
                None,
                (view.mahalla_name(position) if position is not None else "", _district(view, site["district_pos"])),
            )
        ),
        "dates": _dates(view, site),
        "fact": str(site["status"] or "").startswith("fact"),
        "status": words.known("status", str(site["status"] or "")),
        "rows": rows,
        "share": 100 * installed / planned if planned else 0,
        "progress": words("site.progress", done=words.number(installed), planned=words.number(planned)),
        "photo": f"/photo/{site['photo']}" if pd.notna(site.get("photo")) else "",
    }


def _criterion(view: View, site: pd.Series, name: str) -> dict[str, Any]:
    planned, installed = site[f"{name}_planned"], site[f"{name}_installed"]
    done = 0 if pd.isna(installed) else int(installed)
    return {
        "name": view.words(f"criterion.{name}"),
        "planned": view.words.number(int(planned)),
        "installed": "—" if pd.isna(installed) else view.words.number(done),
        "done": done >= int(planned),
        "planned_n": int(planned),
        "installed_n": min(done, int(planned)),
    }


def _dates(view: View, site: pd.Series) -> str:
    known = [key for key in ("opened", "checked") if pd.notna(site[key])]
    return " · ".join(
        view.words(f"site.{key}_on", date=view.words.date(pd.Timestamp(site[key]).date())) for key in known
    )


def headline(view: View, *, kind: str | None, stage: str | None) -> None:
    """How many sites there are of each kind and state, and how much of what was planned is installed."""
    words = view.words
    found = chosen(view, kind=kind, stage=stage)
    tiles: list[dict[str, object]] = [
        {"label": words("site.all"), "figure": words.number(len(found)), "note": "", "edge": ""}
    ]
    for name in STATES:
        part = found[found["state"] == name]
        streets = int((part["kind"] == "street").sum())
        note = words("site.split", streets=words.number(streets), entrances=words.number(len(part) - streets))
        tiles.append({"label": words(f"site.{name}"), "figure": words.number(len(part)), "note": note, "edge": ""})
    planned, installed = (_sum(found, what) for what in ("planned", "installed"))
    share = words.percent(installed / planned) if planned else "—"
    progress = words("site.progress", done=words.number(installed), planned=words.number(planned))
    tiles.append({"label": words("site.equipment"), "figure": share, "note": progress, "edge": "", "wide": True})
    markup.show("headline.html", tiles=tiles, compact=False)


def table(view: View, *, kind: str | None, stage: str | None) -> None:
    """Every site chosen, a row each; a click shows its mahalla."""
    words = view.words
    found = chosen(view, kind=kind, stage=stage).reset_index(drop=True)
    positions = data.positions(view.edition.id)
    rows = pd.DataFrame(
        {
            words("table.name"): [view.mahalla_name(positions[m]) if m in positions else "" for m in found["mahalla"]],
            words("table.district"): [_district(view, at) for at in found["district_pos"]],
            words("control.site_kind"): [words(f"site_kind.{k}") for k in found["kind"]],
            words("control.site_state"): [words(f"site.{s}") if s else "" for s in found["state"]],
        }
    )

    def choose() -> None:
        rows_chosen = state.value_of("site-rows")["selection"]["rows"]
        state.put(Field.MAHALLA, str(found["mahalla"].iloc[rows_chosen[0]]) if rows_chosen else None)

    st.dataframe(
        rows,
        key="site-rows",
        hide_index=True,
        width="stretch",
        height=330,
        on_select=choose,
        selection_mode="single-row",
    )


def _sum(found: pd.DataFrame, what: str) -> int:
    columns = [name for criterion in CRITERIA if (name := f"{criterion}_{what}") in found]
    return int(found[columns].sum().sum())
