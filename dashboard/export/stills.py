"""A map of a page as a picture to take away: PNG or SVG of the view as it is shown."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import country, data, picture
from dashboard.view import View
from layers.paint import Picture
from layers.printed import stillmap
from layers.printed.canvas import Canvas
from layers.printed.marks import SiteMark
from layers.printed.stillmap import Caption, Ground
from layers.theme import DARK, LIGHT


def ground(view: View, kind: str = data.ANY, stage: str = data.ANY) -> Ground:
    """Shapes, names, sites and words of a view's edition in its language; `kind` and `stage` choose among the sites."""
    edition, language = view.edition, view.language
    said = _read(data.names(edition.id, language))
    found = _read(data.site_marks(edition.id, language, kind, stage)).get("sites", [])
    return Ground(
        land=data.land(edition.id),
        mahallas=said.get("mahallas", []),
        districts=said.get("districts", []),
        sites=[
            SiteMark(
                kind=site["kind"],
                state=site["state"],
                mahalla=site["mahalla"],
                points=tuple((lon, lat) for lat, lon in site["points"]),
                letter=said.get("ui", {}).get(f"letter_{site['kind']}", ""),
            )
            for site in found
        ],
        words=said.get("ui", {}),
        regions=said.get("regions", {}) if country.is_one(edition) else {},
    )


def sheet(
    view: View,
    *,
    districts: Sequence[str] = (),
    sites: str = "opened",
    kind: str | None = None,
    stage: str | None = None,
    painted: Picture | None = None,
) -> Canvas:
    """The map of a view with all that tells what it is; `painted` stands in place of the picture of its indicator."""
    shown = painted or picture.of(view, districts=districts, sites=sites)
    theme = DARK if view.dark else LIGHT
    known = ground(view, kind or data.ANY, stage or data.ANY)
    return stillmap.sheet(
        known, shown, theme, caption(view, shown.title, districts, period=painted.period if painted else None)
    )


def caption(view: View, title: str, districts: Sequence[str], *, period: str | None = None) -> Caption:
    """Where and what, of which period, edition and source, and that it is a demonstration where it is."""
    words, edition = view.words, view.edition
    region = edition.region.names.pick(view.language)
    where = ", ".join(view.district_full_name(code) for code in districts)
    published = words.moment(edition.manifest.published_at)
    what = picture.period_of(view) if period is None else period
    return Caption(
        title=f"{where or region} · {title}",
        line=" · ".join(filter(None, (region if where else "", what))),
        foot=" · ".join(
            filter(
                None,
                (
                    words("app.edition", number=edition.id, date=published),
                    words("freshness.demonstration") if edition.manifest.demonstration else _sources(view),
                ),
            )
        ),
        mark=words("app.demonstration") if edition.manifest.demonstration else "",
    )


def _sources(view: View) -> str:
    names = sorted({source.name for source in view.edition.manifest.sources})
    return f"{view.words('about.sources')}: {', '.join(names)}"


def _read(packed: data.Packed | None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = {} if packed is None else json.loads(gzip.decompress(packed.gzipped))
    return found
