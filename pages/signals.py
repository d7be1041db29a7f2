"""Signals: where more was recorded than a mahalla's own past lets one expect, and what people made of it."""

from dashboard import controls, layout, mapview, signal_picture, signals, view
from dashboard.panels import freshness, missing, signal_card, signal_controls, signal_list, signal_month

seen = view.here()
found = signals.here(seen)
with layout.bar("controls"):
    controls.districts(seen)
    controls.group(seen)
    controls.types(seen)
    signal_controls.month(seen, found)
    signal_controls.state_of(seen)
    signal_controls.answered(seen)
wide, narrow = layout.sides("signals")

with wide:
    signal_month.headline(seen, found)
    with layout.map_box():
        mapview.show(
            seen, "signals", districts=seen.districts, painted=lambda now: signal_picture.of(now, signals.here(now))
        ).show(seen)
    signal_list.show(seen, found)

with narrow:
    if not signal_card.show(found):
        signal_month.totals(found)
    signal_month.reading(found)
    missing.show(seen, "incidents")
    freshness.show(seen)
