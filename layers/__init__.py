"""Map layers: values, classes and colours on folium, drawn by our own script in the browser."""
