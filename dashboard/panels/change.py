"""A change in words: how much, between which bounds, and whether chance alone could give it."""

from __future__ import annotations

from dashboard.language import Words
from geodata.analysis.change import compare

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
