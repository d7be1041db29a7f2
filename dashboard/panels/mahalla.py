"""The card of one mahalla: its category and history, its figures with their chance, its sites."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import data, markup, state
from dashboard.answers import Answers
from dashboard.panels import chain, change, decided, signal_line, sites, trend
from dashboard.state import Field
from dashboard.view import View
from geodata.analysis import indicators
from geodata.editions.labels import mahalla_names
from geodata.editions.tables import CATEGORIES

WHOLE = 1 - 1e-9


def show(view: View, *, answers: Answers | None = None) -> bool:
    """Draw the card of the selected mahalla; False where none is selected.

    With `answers` it shows the whole chain of responsibility, otherwise a few lines of it.
    """
    if view.mahalla is None:
        return False
    with st.container(key="card-mahalla"):
        st.button(
            view.words("card.close"),
            key="mahalla-close",
            icon=":material/close:",
            on_click=state.put,
            args=(Field.MAHALLA, None),
        )
        shown = facts(view, view.mahalla)
        if answers is not None:
            markup.show("mahalla.html", **shown | {"figures": []})
            chain.show(answers, view.mahalla)
            return True
        markup.show("mahalla.html", **shown)
        chain.short(view, view.mahalla)
        signal_line.of_mahalla(view, view.mahalla)
        trend.show(view, mahalla=view.mahalla)
        sites.cards(view, mahalla=view.mahalla)
    return True


def facts(view: View, position: int) -> dict[str, object]:
    """The card as its template takes it."""
    row = view.edition.mahallas.iloc[position]
    words = view.words
    code = int(view.edition.category_at(view.query.decision).values[position])
    kind = words.known("unit_kind", row["kind"] or "mahalla")
    return {
        "name": view.mahalla_name(position),
        "where": " · ".join((view.district_full_name(row["district"]), kind, str(row["code"]))),
        "provisional": words("card.provisional_code") if "." in str(row["code"]) else "",
        "no_shape": "" if row["has_shape"] else words("card.no_shape"),
        "category": CATEGORIES[code],
        "category_name": words(f"category.{CATEGORIES[code]}_long") if code else words("card.no_category"),
        "eras": eras(view, position),
        "history_title": words("card.history"),
        "history": _history(view, str(row["code"])),
        "order": _order(view),
        "figures": _figures(view, position),
    }


def eras(view: View, position: int) -> list[str]:
    """What the mahalla was before it became what it is, and which of its months are therefore interpolated."""
    words, lines = view.words, []
    found = view.edition.interpolation.of_mahalla(position)
    shares = found["share"].astype(float).tolist()
    for until, name, kind, share in zip(found["until"], found["old_name"], found["change"], shares, strict=True):
        told = {
            "date": words.date(_day(until)),
            "name": mahalla_names([str(name), None, None, None]).pick(words.language),
        }
        if share > WHOLE:
            lines.append(words("era.before", **told, change=words(f"era.{kind}")))
        else:
            lines.append(words("era.shared", **told, share=words.percent(share, 0)))
    return lines


def _order(view: View) -> str:
    category = view.edition.category_at(view.query.decision)
    return "" if category.decided is None else decided.line(view)


def _history(view: View, code: str) -> list[dict[str, str]]:
    history = view.edition.category_history(code)
    return [
        {
            "category": str(entry.category),
            "date": view.words.date(_day(entry.valid_from)),
            "word": view.words(f"category.{entry.category}"),
        }
        for entry in history.itertuples()
    ]


def _day(moment: object) -> date:
    return pd.Timestamp(str(moment)).date()


def _figures(view: View, position: int) -> list[dict[str, str]]:
    words, query, edition = view.words, view.query, view.edition
    rows = []
    if edition.groups():
        label = f"{words.known('group', query.group)} · {words.period(query.period)}"
        after = indicators.counts(edition, query)[position]
        note = words("change.no_data")
        if indicators.covered(edition, query.group, query.period):
            note = change.told(words, data.compared(edition.id, query), position)
        rows.append({"label": label, "figure": "—" if np.isnan(after) else words.number(after), "note": note})
        rate = indicators.INDICATORS["rate"].compute(edition, query).figures[position]
        rows.append(
            {
                "label": _first_large(words("unit.per_1000")),
                "figure": "—" if np.isnan(rate) else words.number(rate, 1),
                "note": _base(view, position),
            }
        )
    rows.append(
        {
            "label": words("unit.residents"),
            "figure": _number(view, "residents", position),
            "note": _status(view, position),
        }
    )
    rows.append({"label": words("unit.km2"), "figure": _number(view, "area_km2", position, 1), "note": ""})
    for column, label in edition.indicator_labels.items():
        value = edition.indicators[column].iloc[position]
        digits = indicators.find(edition, indicators.OWN + column).decimals
        rows.append({"label": label, "figure": "—" if pd.isna(value) else words.number(value, digits), "note": ""})
    return rows


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(view: View, column: str, position: int, digits: int = 0) -> str:
    value = view.edition.mahallas[column].iloc[position]
    return "—" if pd.isna(value) else view.words.number(value, digits)


def _base(view: View, position: int) -> str:
    residents = view.edition.population_on(view.query.period.start).mahallas[position]
    return "" if pd.isna(residents) else view.words("card.base", n=view.words.number(residents))


def _status(view: View, position: int) -> str:
    status = view.edition.mahallas["residents_status"].iloc[position]
    return view.words.known("status", str(status)) if status else ""
