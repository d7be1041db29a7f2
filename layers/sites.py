"""Model sites: streets and entrances as symbols that show how far each one is."""

from __future__ import annotations

from folium.map import Layer
from folium.template import Template

from layers import addresses
from layers.once import Once


class SiteLayer(Once, Layer):
    """The model sites of an edition.

    `sites_url` gives `{"sites": [{"id", "kind", "state", "mahalla", "title", "points": [[lat, lon], ...]}]}` with
    kind "street" or "entrance", state "opened", "in_progress", "planned" or "not_stated" and the mahalla's position; a
    street of two points or more is drawn as a line where there is room. Which ones are shown is the `Picture`'s to say.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = new MahallaMap.SiteLayer({{ this.settings|tojson }})"
        ".addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, sites_url: str) -> None:
        super().__init__(name="sites", overlay=True, control=False)
        self._name = "SiteLayer"
        self.early = (addresses.address(sites_url),)
        self.settings = {"sites": sites_url}
