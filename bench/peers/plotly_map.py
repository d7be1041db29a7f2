"""plotly choropleth_map (MapLibre) on a blank style, so it asks for no tiles."""

import plotly.express as px
import streamlit as st

from bench.peers import given

chosen = given.indicator()
lon, lat, zoom = given.view(512)
figure = px.choropleth_map(
    given.values(),
    geojson=given.shapes(),
    locations="code",
    color=chosen,
    map_style="white-bg",
    center={"lon": lon, "lat": lat},
    zoom=zoom,
)
figure.update_layout(height=given.HEIGHT_PX, margin={"l": 0, "r": 0, "t": 0, "b": 0})
st.plotly_chart(figure, key="map")
