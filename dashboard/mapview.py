"""The one seam to the browser's map: a view goes in, a click comes back as a new address.

The frame of the map stays as it is while the indicator changes. Its colours stand beside it in the page, where the
frame sees them change, so a change sends neither the frame's scripts and addresses again nor runs its component.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from streamlit_folium import st_folium

from dashboard import data, layout, markup, picture, state
from dashboard.export import links
from dashboard.live import Follower
from dashboard.state import Field
from dashboard.view import View
from layers import clicks
from layers.clusters import ClusterLayer
from layers.guard import FailureWords
from layers.legend import Legend
from layers.localmap import LocalMap
from layers.mahallas import MahallaLayer
from layers.paint import Paint, Picture
from layers.sites import SiteLayer
from layers.theme import DARK, LIGHT

FEW: Final = 3
"""Districts of an area that a map's name, which has to be short, still names one by one."""

FRAME_HEIGHT_PX = 720
"""Only until the page's style sheet, which gives the map the height that is left, has been read."""


def show(
    view: View,
    name: str,
    *,
    districts: Sequence[str] = (),
    sites: str = "opened",
    kind: str | None = None,
    stage: str | None = None,
    painted: Callable[[View], Picture] | None = None,
) -> Follower:
    """The map of a view, whose colours follow; `name` tells several maps of one page apart.

    `kind` and `stage` choose among the sites; `painted` makes another picture than that of the view's indicator.
    """
    key = f"map-{name}-{_short(view.edition.id)}-{view.language}-{'dark' if view.dark else 'light'}".lower()
    st_folium(
        _ground(view, name, key, kind or data.ANY, stage or data.ANY),
        key=key,
        height=FRAME_HEIGHT_PX,
        width=None,
        returned_objects=list(clicks.RETURNED),
        on_change=_take(view, key),
    )

    with layout.slot(f"take-{name}"):
        asked = {Field.DISTRICT: ",".join(districts), "sites": sites, Field.KIND: kind, Field.STATE: stage}
        asked["shown"] = name if painted else None
        markup.show("take.html", take=links.to(view, "map", asked, placed=painted is not None))

    def paint(seen: View) -> None:
        shown = painted(seen) if painted else picture.of(seen, districts=districts, sites=sites)
        markup.show("paint.html", paint=Paint(name=key, payload=shown.payload()))

    return Follower(place=layout.slot(f"paint-{name}"), draw=paint)


def _short(edition_id: str) -> str:
    """The id of an edition as a part of a map's name: of an area of many districts their codes are summed up."""
    number, content, *area = edition_id.split("-")
    if len(area) <= FEW:
        return edition_id
    return f"{number}-{content}-{hashlib.sha256('-'.join(area).encode()).hexdigest()[:16]}"


def _ground(view: View, name: str, key: str, kind: str, stage: str) -> LocalMap:
    """What does not change while the indicator does: shapes, names, sites, clusters, legend."""
    words, edition = view.words, view.edition
    names_url = data.names_address(edition.id, view.language) or f"/edition/{edition.id}/names/{view.language}/-"
    sites_url = data.sites_address(edition.id, view.language, kind, stage)
    top = 64 if name in {"region", "responsibility"} else 16
    ground = LocalMap(
        theme=DARK if view.dark else LIGHT,
        padding=(top, 16, 16, 16),
        words=FailureWords(message=words("map.failed"), retry=words("map.retry")),
        name=key,
    )
    ground.add_child(MahallaLayer(data.geometry_address(edition), names_url))
    if sites_url:
        ground.add_child(SiteLayer(sites_url))
    if rings := data.clusters(edition.id):
        ground.add_child(ClusterLayer(f"/edition/{edition.id}/clusters/{rings.digest}"))
    ground.add_child(Legend())
    return ground


def _take(view: View, key: str) -> Callable[[], None]:
    """A click on a mahalla selects it, on a site its mahalla, on the ground nothing."""

    def callback() -> None:
        click = clicks.read(state.value_of(key))
        if click is None:
            return
        if click.kind == "site":
            site = view.edition.sites.set_index("id")["mahalla"].get(click.code)
            state.put(Field.MAHALLA, site if isinstance(site, str) else None)
        elif click.kind in {"mahalla", "ground"}:
            state.put(Field.MAHALLA, click.code or None)

    return callback
