"""pydeck GeoJsonLayer in st.pydeck_chart, without a base map; the colours lie in the features."""

import numpy as np
import pydeck
import streamlit as st

from bench.peers import given

PALE, DEEP, NO_DATA = np.array([255, 245, 240]), np.array([103, 0, 13]), [221, 221, 221]

chosen = given.indicator()
lon, lat, zoom = given.view(512)
figures = given.values()[chosen].to_numpy(float)
share = (figures - np.nanmin(figures)) / max(float(np.nanmax(figures) - np.nanmin(figures)), 1.0)
colours = [NO_DATA if np.isnan(one) else (PALE + one * (DEEP - PALE)).astype(int).tolist() for one in share]
features = [
    {**feature, "properties": {"code": feature["id"], "fill": colour}}
    for feature, colour in zip(given.shapes()["features"], colours, strict=True)
]
layer = pydeck.Layer(
    "GeoJsonLayer",
    {"type": "FeatureCollection", "features": features},
    get_fill_color="properties.fill",
    get_line_color=[255, 255, 255],
    line_width_min_pixels=0.5,
)
view = pydeck.ViewState(longitude=lon, latitude=lat, zoom=zoom)
deck = pydeck.Deck(layer, initial_view_state=view, map_provider=None, tooltip=False)
st.pydeck_chart(deck, key="map", height=given.HEIGHT_PX)
