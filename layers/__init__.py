"""The map: values to classes, colours and folium layers. Knows no Streamlit."""
