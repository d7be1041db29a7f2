"""A change in words: how much, between which bounds, and whether chance alone could give it."""

from __future__ import annotations

from dashboard.language import Words
from geodata.analysis.change import compare
from geodata.analysis.comparison import Compared

FEW = 20
"""Below this count a change is told in events: a percentage of a handful says more than is known."""


def sentence(words: Words, before: int, after: int) -> str:
    """The difference of two counts of equal periods, its exact 95 % interval and its verdict."""
    if before == 0 and after == 0:
        return words("change.none")
    change = compare(before, after)
    verdict = words("change.beyond" if change.beyond_chance else "change.within")
    if before < FEW:
        return f"{words('change.from_to', before=words.number(before), after=words.number(after))} · {verdict}"
    low, high = (words.signed(100 * (bound - 1)) for bound in (change.low, change.high))
    return f"{words.signed_percent(change.ratio - 1)} · {verdict} ({low}…{high})"


def told(words: Words, found: Compared, at: int = 0) -> str:
    """The change of one unit with its chance; without a verdict where that depends on how events were dealt out."""
    if not found.known[at]:
        return words("change.not_comparable")
    before, after = int(found.before.count[at]), int(found.after.count[at])
    if found.untold[at]:
        both = words("change.from_to", before=words.number(before), after=words.number(after))
        return f"{both} · {words('change.untold')}"
    text = sentence(words, before, after)
    return f"{text} · {words('change.interpolated')}" if found.interpolated[at] else text


def verdict(words: Words, found: Compared, at: int) -> str | None:
    """The verdict in a word or two, for a cell of a table; None without data."""
    if not found.known[at]:
        return None
    if found.untold[at]:
        return words("verdict.untold")
    if found.before.count[at] == found.after.count[at] == 0:
        return words("verdict.nothing")
    return words("verdict.beyond" if found.beyond[at] else "verdict.within")
