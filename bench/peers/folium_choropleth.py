"""folium.Choropleth in st_folium. Its scripts come from a CDN by default; here Leaflet comes from a local server.

Left out in its favour: jQuery, Bootstrap and icon fonts, which a choropleth does not use, and the colour scale, which
needs D3 from a CDN.
"""

import os

import folium
from streamlit_folium import st_folium

from bench.peers import given

chosen = given.indicator()
lon, lat, zoom = given.view(256)
leaflet = os.environ[given.LEAFLET_VARIABLE]

area = folium.Map(location=(lat, lon), zoom_start=zoom, zoom_snap=0, tiles=None)  # type: ignore[arg-type]  # its types know whole zooms only
area.default_js = [("leaflet", f"{leaflet}/leaflet.js")]
area.default_css = [("leaflet_css", f"{leaflet}/leaflet.css")]
layer = folium.Choropleth(
    geo_data=given.shapes(), data=given.values(), columns=["code", chosen], key_on="feature.id", bins=5
)
for name in [name for name in layer._children if name.startswith("color_map")]:  # noqa: SLF001  # folium offers no other way
    del layer._children[name]  # noqa: SLF001
layer.add_to(area)
st_folium(area, key="map", height=given.HEIGHT_PX, use_container_width=True, returned_objects=[])
