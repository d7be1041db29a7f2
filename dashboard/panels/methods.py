"""The page of methods: one method in full, or all of them with one sentence each; the contents beside."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dashboard import data, markup
from dashboard.language import Words
from dashboard.methods import (
    BACKTEST,
    BACKTEST_AREAS,
    BACKTEST_MONTHS,
    CHAPTERS,
    METHODS,
    NOT_CONCLUDED,
    Fraction,
    Method,
    Part,
    Word,
)
from dashboard.state import Address, Field


def chosen(address: Address) -> Method | None:
    """The method of the address; None where it names none."""
    key = address.get(Field.METHOD) or ""
    if key.startswith("own."):
        key = "own"
    return METHODS.get(key)


def show(address: Address, words: Words, edition: str = "") -> None:
    """The method chosen, or all; with the figures of the edition of an id, where one is given."""
    method = chosen(address)
    if method is None:
        markup.show(
            "methods.html",
            lead=words("methods.lead"),
            chapters=[(name, cards) for _, name, cards in _chapters(address, words)],
        )
        return
    markup.show(
        "method.html",
        chapter=words(f"methods.chapter.{method.chapter}"),
        name=method.name(words),
        what=method.what(words),
        how=method.how(words, replicates=words.number(data.replicates(edition))),
        limits=method.limits(words),
        formula=_parts(method.formula, words),
        sources=method.sources,
        trial=_trial(words) if method.key == "signals" else None,
        words={key: words(f"methods.{key}") for key in ("all", "formula", "how", "limits", "source")},
        all_link=_link(address, ""),
    )


def contents(address: Address, words: Words) -> None:
    """Every method by chapter, and what must not be concluded from any figure."""
    method = chosen(address)
    markup.show(
        "contents.html",
        chapters=[(name, cards) for _, name, cards in _chapters(address, words)],
        here=method.key if method else "",
        title=words("methods.all"),
        link=_link(address, ""),
    )
    markup.show(
        "not_concluded.html",
        title=words("methods.not"),
        lines=[words(f"methods.not_concluded.{key}") for key in NOT_CONCLUDED],
    )


def _chapters(address: Address, words: Words) -> list[tuple[str, str, list[dict[str, str]]]]:
    return [
        (
            chapter,
            words(f"methods.chapter.{chapter}"),
            [
                {"key": key, "name": method.name(words), "what": method.what(words), "link": _link(address, key)}
                for key, method in METHODS.items()
                if method.chapter == chapter
            ],
        )
        for chapter in CHAPTERS
    ]


def _link(address: Address, key: str) -> str:
    kept = {name: value for name, value in address.link().items() if name != Field.METHOD}
    return f"/methods?{urlencode(kept | ({Field.METHOD: key} if key else {}))}"


def _parts(parts: tuple[Part, ...], words: Words) -> list[dict[str, Any]]:
    """A formula as its template takes it: texts, quantities, fractions."""
    made: list[dict[str, Any]] = []
    for part in parts:
        if isinstance(part, Word):
            made.append({"is": "word", "text": words(f"symbol.{part.key}")})
        elif isinstance(part, Fraction):
            made.append({"is": "fraction", "over": _parts(part.over, words), "under": _parts(part.under, words)})
        else:
            made.append({"is": "text", "text": part})
    return made


def _trial(words: Words) -> dict[str, object]:
    """How the signals did beside other methods where the right answer was known."""
    rows = [
        (
            words(f"methods.ours.{trial.key}"),
            words.number(trial.alarms, 1),
            words.percent(trial.true, 0),
            words.percent(trial.found, 0),
            words.number(trial.delay, 1),
        )
        for trial in BACKTEST
    ]
    told = words("methods.backtest", areas=words.number(BACKTEST_AREAS), months=words.number(BACKTEST_MONTHS))
    heads = [words(f"methods.{key}") for key in ("method", "alarms", "true", "found", "delay")]
    return {"told": told, "heads": heads, "rows": rows}
