"""The data: files in, editions out. Knows neither folium nor Streamlit."""
