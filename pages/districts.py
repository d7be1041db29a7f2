"""Districts: one, or several side by side, with the table of their mahallas."""

from dashboard import controls, layout, live, mapview, view
from dashboard.panels import districts, freshness, mahalla, mahallas, missing, reconciliation, trend

seen = view.here()
with layout.bar("controls"):
    controls.districts(seen, several=districts.MOST, shown=districts.shown(seen))
    indicator = layout.slot("indicator")
    controls.figures(seen)
    controls.search(seen)
wide, narrow = layout.sides("districts")

with wide:
    followers = []
    for place in districts.side_by_side(seen):
        districts.headline(seen, place)
        with layout.map_box(place):
            followers.append(mapview.show(seen, place, districts=(place,)))
    mahallas.show(seen)

with narrow:
    if not mahalla.show(seen):
        trend.show(seen, districts=districts.shown(seen))
    reconciliation.by_district(seen, districts.shown(seen))
    missing.show(seen, "categories", "incidents", "population")
    freshness.show(seen)

live.show(indicator, followers)
