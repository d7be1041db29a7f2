"""What an edition was never given and what that costs, or that nothing has been published yet; and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from dashboard import data, markup, state
from dashboard.access import acting
from dashboard.language import Words
from dashboard.view import View
from geodata.errors import NoEditionError

_PAGE: Final = "data"
_DEMO: Final = "mahalla demo"
_THERE: Final[Mapping[str, Callable[[View], bool]]] = MappingProxyType(
    {
        "categories": lambda view: bool(view.edition.category_days()),
        "incidents": lambda view: bool(view.edition.groups()),
        "population": lambda view: bool(view.edition.mahallas["residents"].notna().any()),
        "sites": lambda view: len(view.edition.sites) > 0,
        "roadmap": lambda _: bool(data.records(data.written()).items),
    }
)
"""How it is told that there is something of a kind of file."""


def show(view: View, *kinds: str) -> None:
    """Of the kinds of file that a page lives on, those not there: what each would show, and the way to bring it in."""
    words, absent = view.words, [kind for kind in kinds if not _THERE[kind](view)]
    if absent:
        rows = [(words(f"kind.{kind}"), words(f"missing.{kind}")) for kind in absent]
        markup.show("missing.html", title=words("missing.title"), rows=rows, **_way(words))


def begin(words: Words, *, here: bool = False) -> None:
    """Nothing has been published yet: the three steps to the first edition; `here` on the page where they are taken."""
    steps = [words(f"missing.step.{name}") for name in ("boundaries", "more", "publish")]
    way = {"link": "", "way": words("missing.demo"), "command": _DEMO} if here else _way(words) | {"command": ""}
    markup.show("beginning.html", title=words("data.no_edition"), lead=words("missing.lead"), steps=steps, **way)


def begin_here(words: Words) -> None:
    """On the page where files are loaded: the steps, as long as nothing has been published."""
    try:
        data.current_id()
    except NoEditionError:
        begin(words, here=True)


def _way(words: Words) -> dict[str, str]:
    """The link to the page of data for whoever opens it; others learn whom to ask."""
    opens = acting.person().opens(_PAGE)
    link = f"/{_PAGE}?{urlencode({'lang': words.language} | state.address().link())}" if opens else ""
    return {"link": link, "way": words("missing.load" if opens else "missing.ask")}
