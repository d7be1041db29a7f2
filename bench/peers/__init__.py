"""Small Streamlit pages that show the same polygons and values in other ways, and one that shows no map at all."""
