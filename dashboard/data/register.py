"""What the register says; computed answers are kept under the number of the last entry of its trail."""

from __future__ import annotations

from datetime import date

from dashboard.access import acting
from dashboard.data.editions import known, store
from dashboard.data.kept import AREAS, kept
from geodata.register import snapshot, stage, standing
from geodata.register.assignments import ASSIGNMENTS, RULES, Assignment, AssignmentRow, Rule, red_of
from geodata.register.posts import POSTS, Post
from geodata.register.records import Kept
from geodata.register.roadmap import Item, items
from geodata.register.snapshot import Snapshot
from geodata.register.standing import Standings

Staged = tuple[tuple[Kept[Item], ...], tuple[Kept[Assignment], ...], tuple[Kept[Rule], ...], tuple[Kept[Post], ...]]
"""Items of road maps, who answers for mahallas, rules, posts."""


def written() -> int:
    """The number of the last entry of the register's trail: what is computed from records is kept under it."""
    if not store().has_records:
        return 0
    with store().register.reading() as session:
        return snapshot.version(session)


def changed() -> int:
    """The number of the newest act that can change what is told; what only moves the stage is none."""
    if not store().has_records:
        return 0
    with store().register.reading() as session:
        return stage.pulse(session).figures


def records(written: int) -> Snapshot:
    """What the register says to whoever asks, as of an entry of its trail."""
    return _records(written, acting.person().area)


@kept(AREAS)
def _records(written: int, _area: tuple[str, ...]) -> Snapshot:
    if not written:
        return Snapshot()
    with store().register.reading() as session:
        return snapshot.read(session)


def staged(figures: int) -> Staged:
    """What scenes tell of the register, to whoever asks, as of the last entry that changed a figure of theirs."""
    return _staged(figures, acting.person().area)


@kept(AREAS)
def _staged(_figures: int, _area: tuple[str, ...]) -> Staged:
    with store().register.reading() as session:
        assigned = ASSIGNMENTS.find(session, AssignmentRow.level == "mahalla")
        return items(session), assigned, RULES.find(session), POSTS.find(session)


@kept(8)
def standings(edition_id: str, day: date, written: int) -> Standings:
    """How responsibility stands on a day by the categories of an edition."""
    found = known(edition_id)
    return standing.standings(records(written), red_of(found, day), day)
