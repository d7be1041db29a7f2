"""What a page of responsibility shows: the records of the register as of a day, with their names in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard import clock, country, data
from dashboard.language import Words
from dashboard.state import Field
from dashboard.view import View
from geodata.register.assignments import Line, Rule
from geodata.register.posts import Body, Post
from geodata.register.records import Kept
from geodata.register.snapshot import Snapshot
from geodata.register.standing import Standing, Standings, line_of

PARTS = ("mahallas", "reviews", "posts")
LAYERS = ("progress", "overdue", "decisions")
ONLY = ("unassigned", "overdue", "no_road_map")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The records that a view shows and how responsibility stands on `day`."""

    view: View
    day: date
    kept: Snapshot
    standings: Standings
    home: Mapping[str, str]

    @property
    def words(self) -> Words:
        """The reader's words."""
        return self.view.words

    def named(self, of: Body | Post | Rule) -> str:
        """The name of a body, a post or a rule; the Uzbek one in Latin script where the reader's is not given."""
        return str(getattr(of, f"name_{data.spelling_of(self.view.language)}") or of.name_uz_latn)

    def post(self, key: str) -> str:
        """The name of a post by its key; a text of a file that is no key stays as it is."""
        kept = self.kept.posts.get(key)
        return self.named(kept.what) if kept else key

    def body_of(self, post: str) -> str:
        """The name of the body a post belongs to, nothing for a post that is not known."""
        kept = self.kept.posts.get(post)
        return self.named(self.kept.bodies[kept.what.body].what) if kept else ""

    def rule(self, key: str) -> Kept[Rule] | None:
        """The rule of a key."""
        return next((kept for kept in self.kept.rules if kept.what.key == key), None)

    def said(self, text: str) -> str:
        """A text of the records; those of the demonstration in the reader's language."""
        return self.words.known("record", text)

    def place(self, code: str) -> str:
        """The name of a mahalla, a district or the region; the code itself where the edition has no such place."""
        return self._names.get(code, code)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return data.place_names(self.view.edition.id, self.view.language)

    def place_and_district(self, code: str) -> str:
        """The name of a place, of a mahalla with its district: names of mahallas recur."""
        home = self.home.get(code)
        return self.place(code) if home is None else f"{self.place(code)} · {self.place(home)}"

    def line(self, mahalla: str) -> Line:
        """The line mahalla – district – region of a mahalla."""
        return Line(mahalla, self.home[mahalla], self.view.edition.region.code)

    def level(self, code: str) -> str:
        """Whether a place is a mahalla, a district or the region."""
        return country.level(self.view.edition, code)

    def places(self, *districts: str) -> list[Standing]:
        """Every place with records: these districts and their mahallas; without any district all, the region too."""
        found = self.standings.places.values()
        return [one for one in found if not districts or self.home.get(one.place, one.place) in districts]

    def red(self) -> Sequence[Standing]:
        """The red mahallas of the districts chosen, or of all."""
        return self._red

    def chosen(self) -> Sequence[Standing]:
        """Of the red mahallas those that the filters of the address leave."""
        return self._chosen

    @cached_property
    def _red(self) -> Sequence[Standing]:
        """Asked for by most parts of a page, as is the next, and a country has thousands."""
        shown = frozenset(self.view.districts)
        return tuple(one for one in self.standings.red() if not shown or self.home.get(one.place) in shown)

    @cached_property
    def _chosen(self) -> Sequence[Standing]:
        return tuple(one for one in self._red if self.fits(one))

    @cached_property
    def _filters(self) -> tuple[str | None, str | None, str | None]:
        """What the address asks for: a body or post, a rule, what is wrong."""
        address = self.view.address
        return address.get(Field.POST), address.get(Field.RULE), address.one_of(Field.ONLY, ONLY)

    def fits(self, one: Standing) -> bool:
        """Whether a mahalla is one that the address asks for: by body or post, by rule, by what is wrong."""
        post, rule, only = self._filters
        return (
            (not post or any(post in {kept.what.post, f"body:{kept.what.body}"} for kept in one.assigned))
            and (not rule or any(kept.what.rule == rule for kept in one.assigned))
            and (only is None or wrong(one, only))
        )

    def on_the_line(self, mahalla: str) -> dict[str, list[str]]:
        """The posts that answer for a mahalla by level, each once."""
        found = line_of(self.kept, self.line(mahalla), self.day)
        return {level: list(dict.fromkeys(kept.what.post for kept in held)) for level, held in found.items()}


def wrong(one: Standing, what: str) -> bool:
    """Whether a mahalla has nobody who answers, something overdue, or no road map."""
    if what == "unassigned":
        return one.gap
    if what == "overdue":
        return bool(one.progress.overdue or one.decisions_overdue)
    return not one.has_road_map


def here(view: View) -> Answers:
    """The answers of this run."""
    day = clock.as_of(view.address, view.edition)
    written = data.written()
    return Answers(
        view=view,
        day=day,
        kept=data.records(written),
        standings=data.standings(view.edition.id, day, written),
        home=data.homes(view.edition.id),
    )
