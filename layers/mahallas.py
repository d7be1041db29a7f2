"""The mahallas: shapes by one immutable address, names by another; nothing of either is in the page."""

from __future__ import annotations

from collections.abc import Sequence

from folium.map import Layer
from folium.template import Template

from layers import addresses
from layers.once import Once


class MahallaLayer(Once, Layer):
    """The region on the map.

    `geometry_url` is a web geometry file of an edition; `names_url` gives `mahallas`, `districts` (short names) and
    `region` in the edition's order, `ui` (the words that the map writes itself, by key, in the reader's language) and,
    if wanted, `attribution` (where the data come from). With `focus`, codes of districts, the map opens on those and
    the others step back; a `Picture` can move the focus later without opening the map anew.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = new MahallaMap.MahallaLayer({{ this.settings|tojson }})"
        ".addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, geometry_url: str, names_url: str, *, focus: Sequence[str] = ()) -> None:
        super().__init__(name="mahallas", overlay=True, control=False)
        self._name = "MahallaLayer"
        self.early = (addresses.address(geometry_url), addresses.address(names_url))
        self.settings = {
            "geometry": geometry_url,
            "names": names_url,
            "focus": [addresses.code(code) for code in focus],
        }
