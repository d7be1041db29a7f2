"""Clusters: rings around the places where events concentrate, as the edition has them."""

from __future__ import annotations

from folium.map import Layer
from folium.template import Template

from layers import addresses
from layers.once import Once


class ClusterLayer(Once, Layer):
    """The clusters of an edition.

    `clusters_url` gives `{"groups": {group: [{"lon", "lat", "radius_m", "centre", "mahallas", "observed", "expected",
    "relative_risk", "p_value"}, ...]}}`: numbers alone. A radius is in metres, `centre` the position of the mahalla in
    the middle. The `Picture` says which group's rings are drawn, if any.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = new MahallaMap.ClusterLayer({{ this.settings|tojson }})"
        ".addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, clusters_url: str) -> None:
        super().__init__(name="clusters", overlay=True, control=False)
        self._name = "ClusterLayer"
        self.early = (addresses.address(clusters_url),)
        self.settings = {"clusters": clusters_url}
