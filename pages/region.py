"""The region: the map is the page."""

from dashboard import controls, country, layout, live, mapview, view
from dashboard.panels import (
    concentration,
    freshness,
    headline,
    mahalla,
    missing,
    packs,
    ranking,
    reconciliation,
    signal_line,
    trend,
)

seen = view.here()
wide, narrow = layout.sides("region")

with wide:
    figures = layout.slot("headline")
    with layout.map_box():
        bar = layout.bar("map")
        # First of all: its frame takes longest to open.
        followers = [mapview.show(seen, "region", districts=country.focus(seen))]

with figures:
    headline.show(seen, country.focus(seen))

with bar:
    indicator = layout.slot("indicator")
    controls.figures(seen)
    controls.search(seen)

with wide:
    reconciliation.show(seen)

with narrow:
    if not mahalla.show(seen):
        concentration.switch(seen)
        if not concentration.show(seen):
            followers.append(ranking.follow())
            signal_line.show(seen)
            trend.show(seen, districts=country.focus(seen))
    missing.show(seen, "categories", "incidents", "population")
    packs.show(seen)
    freshness.show(seen)

live.show(indicator, followers)
