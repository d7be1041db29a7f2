"""The slides of a pack in their order."""

from __future__ import annotations

from dashboard.export.pack import bare, district, meeting, region
from dashboard.export.pack.blocks import Slide
from dashboard.export.pack.facts import Facts


def of(facts: Facts) -> list[Slide]:
    """The region, one slide a district, then sites, signals, decisions, sources and methods; only what there is."""
    counted, decided = bool(facts.view.edition.groups()), facts.has_categories
    made: list[Slide | None] = [
        region.cover(facts),
        bare.lacks(facts),
        region.category(facts) if decided else bare.units(facts),
        region.change(facts) if counted and facts.view.is_comparable else None,
        region.groups(facts) if counted else None,
        region.ranking(facts) if counted or decided else None,
        region.long_red(facts) if decided else None,
        *(district.slide(facts, code) for code in facts.codes),
        region.sites(facts),
        meeting.signals(facts),
        *meeting.decisions(facts),
        meeting.sources(facts),
        meeting.methods(facts),
    ]
    return [slide for slide in made if slide is not None]
