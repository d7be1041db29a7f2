"""Model safe streets and entrances: a card each, with its checklist of planned and installed quantities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard import data, grid, layout, markup, state
from dashboard.export import links
from dashboard.panels import effects
from dashboard.panels.places import district, where
from dashboard.state import Field
from dashboard.view import View
from geodata import photos
from geodata.editions.area import AreaEdition
from geodata.register import Kept
from geodata.register.photos import SitePhoto
from geodata.sites import CRITERIA, NOT_STATED, key_of

STATES = ("opened", "in_progress", "planned", NOT_STATED)
"""What an address may ask for; `stages` are those that occur, and the last is the exception."""
KINDS = ("street", "entrance")
ROWS_SHOWN = 9


def chosen(
    view: View, *, mahalla: int | None = None, kind: str | None = None, stage: str | None = None
) -> pd.DataFrame:
    """The sites of a mahalla or of the view's districts, of one kind and state where they are named; facts first."""
    table = data.sites(view.edition.id)
    keep = pd.Series(data=True, index=table.index)
    if mahalla is not None:
        keep &= table["mahalla"] == view.edition.mahallas["code"].iloc[mahalla]
    elif view.districts:
        keep &= table["district_pos"].isin(_positions(view))
    if kind in KINDS:
        keep &= table["kind"] == kind
    if stage in STATES:
        keep &= table["state"] == stage
    found: pd.DataFrame = table[keep]
    return found


def stages(view: View) -> tuple[str, ...]:
    """The states to choose from: "not stated" only where there is such a site."""
    return STATES if (data.sites(view.edition.id)["state"] == NOT_STATED).any() else STATES[:-1]


def imported(view: View) -> bool:
    """Whether anybody has told which sites there are: none in a table is another thing than no table."""
    edition = view.edition
    return "sites" in (edition.whole if isinstance(edition, AreaEdition) else edition).manifest.tables


def _positions(view: View) -> list[int]:
    return np.flatnonzero(view.edition.districts["code"].isin(view.districts)).tolist()


def cards(
    view: View,
    *,
    mahalla: int | None = None,
    kind: str | None = None,
    stage: str | None = None,
    most: int = 4,
    effect: bool = False,
) -> None:
    """A card for each of the first `most` sites chosen, those with photographs in front; its `effect` if wanted."""
    found = chosen(view, mahalla=mahalla, kind=kind, stage=stage)
    if len(found):
        pictures = photos.by_site(data.store())
        keys = [key_of(row) for row in found.to_dict("records")]
        first = sorted(range(len(found)), key=lambda at: keys[at] not in pictures)[:most]
        made = [
            card(view, found.iloc[at], pictures.get(keys[at], ()))
            | {"effect": effects.block(view, found.iloc[at]) if effect else None}
            for at in first
        ]
        markup.show("sites.html", sites=made, words=_words(view))
    elif mahalla is None and imported(view):
        markup.show("note.html", text=view.words("site.none"))


def _words(view: View) -> dict[str, str]:
    keys = ("criterion", "planned", "installed", "no_photo", "no_plan", "fact")
    return {key: view.words(f"site.{key}") for key in keys}


def card(view: View, site: pd.Series, shown: Sequence[Kept[SitePhoto]] = ()) -> dict[str, object]:
    """One site as the template takes it, with its photographs `shown`."""
    words = view.words
    rows = [_criterion(view, site, name) for name in CRITERIA if pd.notna(site.get(f"{name}_planned"))]
    planned, installed = (sum(int(row[key]) for row in rows) for key in ("planned_n", "installed_n"))
    return {
        "kind": site["kind"],
        "state": site["state"],
        "kind_name": words(f"site.{site['kind']}"),
        "state_name": words(f"site.{site['state']}"),
        "where": where(view, site),
        "dates": _dates(view, site),
        "fact": str(site["status"] or "").startswith("fact"),
        "status": words.known("status", str(site["status"] or "")),
        "rows": rows,
        "share": 100 * installed / planned if planned else 0,
        "progress": words("site.progress", done=words.number(installed), planned=words.number(planned)),
        "photos": [*_own_photo(site), *(photo(view, kept.what) for kept in shown)],
    }


def photo(view: View, kept: SitePhoto) -> dict[str, str]:
    """A photograph as the template takes it."""
    words = view.words
    taken = words("photo.taken_on", date=words.date(kept.taken)) if kept.taken else ""
    return {
        "url": f"/photo/{kept.file}",
        "stage": kept.stage,
        "mark": words(f"photo.{kept.stage}") if kept.stage else "",
        "text": " · ".join(filter(None, (kept.caption, taken))),
    }


def _own_photo(site: pd.Series) -> list[dict[str, str]]:
    """The photograph that the table of sites names, where its file lies in the folder."""
    name = site.get("photo")
    if not isinstance(name, str) or not (data.photo_folder() / Path(name).name).is_file():
        return []
    return [{"url": f"/photo/{Path(name).name}", "stage": "", "mark": "", "text": ""}]


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
    if not imported(view):
        nothing = {
            "label": words("site.all"),
            "figure": "—",
            "note": words("site.not_imported"),
            "edge": "",
            "wide": True,
        }
        markup.show("headline.html", tiles=[nothing], compact=False)
        return
    found = chosen(view, kind=kind, stage=stage)
    tiles: list[dict[str, object]] = [
        {"label": words("site.all"), "figure": words.number(len(found)), "note": "", "edge": ""}
    ]
    for name in stages(view):
        part = found[found["state"] == name]
        streets = int((part["kind"] == "street").sum())
        note = words("site.split", streets=words.number(streets), entrances=words.number(len(part) - streets))
        tiles.append({"label": words(f"site.{name}"), "figure": words.number(len(part)), "note": note, "edge": ""})
    planned, installed = int(found["_planned"].sum()), int(found["_installed"].sum())
    share = words.percent(installed / planned) if planned else "—"
    told = words("site.progress", done=words.number(installed), planned=words.number(planned))
    progress = told if planned else words("site.no_plan")
    tiles.append({"label": words("site.equipment"), "figure": share, "note": progress, "edge": "", "wide": True})
    markup.show("headline.html", tiles=tiles, compact=False)


def table(view: View, *, kind: str | None, stage: str | None) -> None:
    """Every site chosen, a row each; a click shows its mahalla."""
    words = view.words
    found = chosen(view, kind=kind, stage=stage).reset_index(drop=True)
    if not len(found):
        return
    with layout.card("sites"):
        take = links.to(view, "sites", {Field.DISTRICT: ",".join(view.districts), Field.KIND: kind, Field.STATE: stage})
        markup.show("title.html", text=words("site.all"), note=words.counted("table.rows", len(found)), take=take)
        grid.show(
            "site-rows",
            rows(view, found),
            words=words,
            label=words("site.all"),
            look=grid.Look(
                digits={_share_heading(view): 0},
                ranked={words("control.site_state"): grid.Ranked(order=found["_order"].tolist())},
                rows=ROWS_SHOWN,
            ),
            choice=grid.Choice(
                at=_row_of(view, found),
                take=lambda at: state.put(Field.MAHALLA, None if at is None else str(found["mahalla"].iloc[at])),
            ),
        )


def rows(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """The sites in the reader's words: where, what, how far, and the days known; columns that are empty left out."""
    words, positions = view.words, data.positions(view.edition.id)
    planned, installed = found["_planned"], found["_installed"]
    columns = {
        words("table.name"): [view.mahalla_name(positions[m]) if m in positions else None for m in found["mahalla"]],
        words("table.district"): [district(view, at) for at in found["district_pos"]],
        words("control.site_kind"): [words(f"site.{kind}") for kind in found["kind"]],
        words("control.site_state"): [words(f"site.{state}") for state in found["state"]],
        _share_heading(view): (100 * installed / planned.where(planned > 0)).to_numpy(),
        words("column.opened"): [None if pd.isna(day) else pd.Timestamp(day).date() for day in found["opened"]],
        words("column.checked"): [None if pd.isna(day) else pd.Timestamp(day).date() for day in found["checked"]],
    }
    return pd.DataFrame(columns).dropna(axis="columns", how="all")


def _share_heading(view: View) -> str:
    return f"{view.words('site.equipment')}, %"


def _row_of(view: View, found: pd.DataFrame) -> int | None:
    """The row of the mahalla selected, the first of them."""
    if view.mahalla is None:
        return None
    rows = np.flatnonzero(found["mahalla"] == view.edition.mahallas["code"].iloc[view.mahalla])
    return int(rows[0]) if len(rows) else None
