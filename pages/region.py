"""The region: the map is the page."""

from dashboard import controls, layout, live, mapview, view
from dashboard.panels import freshness, headline, mahalla, packs, ranking, reconciliation, trend

seen = view.here()
wide, narrow = layout.sides("region")

with wide:
    headline.show(seen)
    with layout.map_box():
        with layout.bar("map"):
            indicator = layout.slot("indicator")
            controls.figures(seen)
            controls.search(seen)
        followers = [mapview.show(seen, "region")]
    reconciliation.show(seen)

with narrow:
    if not mahalla.show(seen):
        followers.append(ranking.follow())
        trend.show(seen)
    freshness.show(seen)
    packs.show(seen)

live.show(indicator, followers)
