"""The pack as a workbook: a sheet a subject, each with its edition and the mark of a demonstration in its first row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import xlsxwriter

from dashboard.export.downloads import about
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.paper import edition_line
from dashboard.export.tables import options, write_cell
from dashboard.panels import mahallas
from dashboard.panels.headline import tiles
from dashboard.panels.reconciliation import PARTS
from geodata.sites import NOT_STATED

HEAD: Final = 2
"""The row of the headings; above it stand edition and mark, and one row is free."""


def write(path: Path, facts: Facts) -> None:
    """Every sheet; a table without rows keeps its headings, and what the register does not hold says so."""
    told = edition_line(facts)
    if facts.view.edition.manifest.demonstration:
        told = f"{facts.words('app.demonstration')} · {told}"
    with xlsxwriter.Workbook(str(path), options(facts.words.day_format)) as book:
        book.set_properties({"title": facts.words("pack.headline"), "comments": told})
        looks = {
            "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#f4f6f9", "valign": "vcenter"}),
            "told": book.add_format({"font_color": "#9a4a05", "italic": True}),
        }
        for name, table in sheets(facts).items():
            _sheet(book, facts.words(f"pack.sheet.{name}"), table, told, looks)


def sheets(facts: Facts) -> Mapping[str, pd.DataFrame]:
    """The tables by their sheets, in order."""
    return {
        "overview": _overview(facts),
        "districts": _districts(facts),
        "mahallas": _mahallas(facts),
        "red": _red(facts),
        "sites": _sites(facts),
        "decisions": _decisions(facts),
        "overdue": _overdue(facts),
        "reconciliation": _reconciliation(facts),
        "sources": _sources(facts),
    }


def _sheet(book: xlsxwriter.Workbook, name: str, table: pd.DataFrame, told: str, looks: Mapping[str, object]) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.write_string(0, 0, told, looks["told"])
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_footer(f"&L{told.replace('&', '&&')}&R&P / &N")
    sheet.freeze_panes(HEAD + 1, 1)
    for column, title in enumerate(table.columns):
        sheet.write_string(HEAD, column, str(title), looks["head"])
        longest = max([len(str(title)), *(len(str(value)) for value in table[title].head(200))])
        sheet.set_column(column, column, max(8, min(48, longest + 2)))
        for row, value in enumerate(table[title], start=HEAD + 1):
            write_cell(sheet, row, column, value)
    if len(table):
        sheet.autofilter(HEAD, 0, HEAD + len(table), len(table.columns) - 1)


def _overview(facts: Facts) -> pd.DataFrame:
    """What the file is, the headline figures, every count group with its change, and how to read it."""
    view, words = facts.view, facts.words
    rows = [(name, text, "") for name, text in about(view).items()]
    rows.append((words("pack.column.state"), words("pack.as_of", date=words.date(facts.records.on)), ""))
    rows += [(str(tile["label"]), str(tile["figure"]), str(tile["note"])) for tile in tiles(view)]
    if facts.records.is_empty:
        rows.append((words("pack.sheet.decisions"), words("pack.none"), ""))
    rows += [(words("pack.slide.methods"), words(f"pack.method.{key}"), "") for key in ("category", "count", "change")]
    return pd.DataFrame(rows, columns=[words(f"pack.column.{name}") for name in ("what", "value", "note")])


def _districts(facts: Facts) -> pd.DataFrame:
    words, view, found = facts.words, facts.view, facts.by_district
    period = view.query.period
    late = [len(facts.late(code)) for code in facts.codes]
    waiting = [len(facts.open_(code)) for code in facts.codes]
    unknown = [None] * len(facts.codes)
    return pd.DataFrame(
        {
            words("pack.column.district"): [view.district_full_name(code) for code in facts.codes],
            words("pack.column.code"): list(facts.codes),
            words("pack.column.mahallas"): sum(facts.mix[n] for n in range(4)),
            words("category.red"): facts.mix[3] if facts.has_categories else unknown,
            words("category.yellow"): facts.mix[2] if facts.has_categories else unknown,
            words("category.green"): facts.mix[1] if facts.has_categories else unknown,
            words.period(period.year_before()): found["before"].to_numpy(),
            words.period(period): found["count"].to_numpy(),
            words("pack.column.verdict"): [facts.change(facts.compared, at) for at in range(len(facts.codes))],
            words("pack.column.rate"): found["rate"].round(1).to_numpy(),
            words("pack.column.residents"): view.edition.population_on(period.start).districts,  # what the rate is per
            words("pack.column.overdue"): unknown if facts.records.is_empty else late,
            words("pack.column.open"): unknown if facts.records.is_empty else waiting,
        }
    )


def _mahallas(facts: Facts) -> pd.DataFrame:
    return mahallas.rows(facts.view, facts.codes)


def _red(facts: Facts) -> pd.DataFrame:
    words, found = facts.words, facts.red
    codes = facts.view.edition.mahallas["code"]
    at = found.index.tolist()
    return pd.DataFrame(
        {
            words("table.name"): [facts.view.mahalla_name(i) for i in at],
            words("pack.column.district"): [facts.view.district_name(code) for code in found["district"]],
            words("pack.column.years"): found["years"].astype(int).to_numpy(),
            words("pack.column.events"): found["count"].to_numpy(),
            words("pack.column.post"): [_post(facts, str(codes.iloc[i])) for i in at],
            words("pack.column.code"): [str(codes.iloc[i]) for i in at],
        }
    )


def _post(facts: Facts, code: str) -> str | None:
    if facts.records.is_empty:
        return None
    return facts.records.assigned.get(code) or facts.words("pack.unassigned")


def _sites(facts: Facts) -> pd.DataFrame:
    words, found = facts.words, facts.view.edition.sites
    codes = facts.codes
    return pd.DataFrame(
        {
            words("pack.column.kind"): [words(f"site.{kind}") for kind in found["kind"]],
            words("pack.column.state"): [words(f"site.{state or NOT_STATED}") for state in found["state"]],
            words("table.name"): [facts.place(code).split(",")[0] if code else None for code in found["mahalla"]],
            words("pack.column.district"): [
                facts.view.district_name(codes[at]) if at >= 0 else None for at in found["district_pos"]
            ],
            words("pack.column.code"): found["id"].astype(str).to_numpy(),
        }
    )


def _decisions(facts: Facts) -> pd.DataFrame:
    words, records = facts.words, facts.records
    names = ("due", "place", "decision", "answers", "state", "evidence")
    rows = [
        (
            one.due,
            facts.place(one.place),
            words.known("record", one.text),
            records.post(one.post),
            words(f"pack.state.{records.state(one)}"),
            words.known("record", one.evidence),
        )
        for one in records.decisions
    ]
    return pd.DataFrame(rows, columns=[words(f"pack.column.{name}") for name in names])


def _overdue(facts: Facts) -> pd.DataFrame:
    words, records = facts.words, facts.records
    rows = [
        (
            item.due,
            facts.place(item.place),
            words.known("record", item.item),
            words.known("record", item.unit),
            item.planned,
            item.done,
            records.post(item.post),
        )
        for item in records.late
    ]
    due, place, item, unit, answers = (
        words(f"pack.column.{name}") for name in ("due", "place", "item", "unit", "answers")
    )
    return pd.DataFrame(
        rows, columns=[due, place, item, unit, words("site.planned"), words("pack.state.done"), answers]
    )


def _reconciliation(facts: Facts) -> pd.DataFrame:
    """Every table in rows, then the events of each district."""
    words, edition = facts.words, facts.view.edition
    title, parts = words("pack.column.table"), {part: words(f"reconciliation.{part}") for part in PARTS}
    rows: list[dict[str, object]] = [
        {title: words.known("kind", kind), words("reconciliation.total"): figures.rows}
        | {name: getattr(figures, part) for part, name in parts.items()}
        for kind, figures in edition.reconciliation.items()
    ]
    if "incidents" in edition.reconciliation:
        found = edition.reconciliation["incidents"].per_district
        for code, mapped, alone, total in zip(
            found.index, found["mapped"], found["district_only"], found["total"], strict=True
        ):
            name = f"{words.known('kind', 'incidents')} · {facts.view.district_name(str(code))}"
            rows.append(
                {title: name, words("reconciliation.total"): int(total), parts["mapped"]: int(mapped)}
                | {parts["district_only"]: int(alone)}
            )
    return pd.DataFrame(rows, columns=[title, words("reconciliation.total"), *parts.values()]).replace({np.nan: None})


def _sources(facts: Facts) -> pd.DataFrame:
    words = facts.words
    return pd.DataFrame(
        [
            {
                words("data.file"): source.name,
                words("data.kind"): words.known("kind", source.kind),
                words("data.rows"): source.rows,
                words("data.imported"): words.moment(source.at),
                words("data.mark"): words(f"data.mark_{source.mark}"),
                "SHA-256": source.sha256,
            }
            for source in facts.view.edition.manifest.sources
        ]
    )
