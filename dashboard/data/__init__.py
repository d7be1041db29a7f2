"""What pages, panels and routes read, computed once.

`editions` opens what was published, as whoever asks may see it; `places`, `figures`, `register` and `files` answer from
it; `fetched` makes what the map asks for by address. `kept` holds every cache.
"""

from dashboard.data.editions import current_id, edition, store, troubles, web_file
from dashboard.data.fetched import (
    ANY,
    RINGS_SHOWN,
    Packed,
    clusters,
    geometry_address,
    indicator_name,
    names,
    names_address,
    rings_key,
    shown,
    site_marks,
    sites_address,
)
from dashboard.data.figures import (
    by_district,
    compared,
    compared_together,
    cut,
    effect,
    likeness,
    limits,
    neighbours,
    pooled,
    questions,
    ranked,
    rise_asked,
    signals,
    values,
)
from dashboard.data.files import land, pack_folder, photo, photo_folder
from dashboard.data.places import district_names, homes, mahalla_names, positions, search_keys, sites, spelling_of
from dashboard.data.register import records, standings, written
from dashboard.data.upkeep import forget, warm

__all__ = [
    "ANY",
    "RINGS_SHOWN",
    "Packed",
    "by_district",
    "clusters",
    "compared",
    "compared_together",
    "current_id",
    "cut",
    "district_names",
    "edition",
    "effect",
    "forget",
    "geometry_address",
    "homes",
    "indicator_name",
    "land",
    "likeness",
    "limits",
    "mahalla_names",
    "names",
    "names_address",
    "neighbours",
    "pack_folder",
    "photo",
    "photo_folder",
    "pooled",
    "positions",
    "questions",
    "ranked",
    "records",
    "rings_key",
    "rise_asked",
    "search_keys",
    "shown",
    "signals",
    "site_marks",
    "sites",
    "sites_address",
    "spelling_of",
    "standings",
    "store",
    "troubles",
    "values",
    "warm",
    "web_file",
    "written",
]
