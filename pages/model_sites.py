"""Model safe streets and entrances: where they are, in which state, what is installed, and what happened since."""

from dashboard import controls, layout, mapview, view
from dashboard.panels import effects, freshness, missing, photos, sites
from dashboard.state import Field

seen = view.here()
kind = seen.address.one_of(Field.KIND, sites.KINDS)
stage = seen.address.one_of(Field.STATE, sites.STATES)
with layout.bar("controls"):
    controls.districts(seen)
    controls.choice(seen, Field.KIND, seen.words("control.site_kind"), sites.KINDS, "site_kind")
    controls.choice(seen, Field.STATE, seen.words("control.site_state"), sites.stages(seen), "site")
    controls.group(seen)
    controls.types(seen)
wide, narrow = layout.sides("sites")

with wide:
    sites.headline(seen, kind=kind, stage=stage)
    with layout.map_box():
        mapview.show(seen, "sites", kind=kind, stage=stage, painted=effects.painted).show(seen)
    effects.show(seen, sites.chosen(seen, kind=kind))
    sites.table(seen, kind=kind, stage=stage)
    photos.show(seen, kind=kind, stage=stage)

with narrow:
    sites.cards(seen, mahalla=seen.mahalla, kind=kind, stage=stage, effect=True)
    missing.show(seen, "sites", "incidents")
    freshness.show(seen)
