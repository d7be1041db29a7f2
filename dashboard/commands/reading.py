"""Reading files: `check` and `import`, and what waits for the next edition: `imports` and `withdraw`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.commands import REFUSED, USABLE, Commands, tell, who
from geodata.errors import GeodataError, StoreError
from geodata.machine import named

if TYPE_CHECKING:
    from geodata.sources import Report


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    for name, run, text in (
        ("check", _check, "Read a file without storing it, and say what is wrong with it."),
        ("import", _import, "Check a file and keep it for the next edition."),
    ):
        made = commands.add(name, run, text, stored=name == "import", begins=True)
        made.add_argument(
            "kind",
            help="boundaries, register, districts, population, categories, incidents, sites, indicators, "
            "lineage; roadmap or holidays, which go into the register of records at once",
        )
        made.add_argument("file", type=Path)
        made.add_argument("--json", action="store_true", help="one JSON object on standard output")
        made.add_argument("--mapping", type=Path, help="a small TOML file: your field names to ours")
        made.add_argument(
            "--crs", help="the coordinate reference system of a file that does not say, such as EPSG:32642"
        )
        made.add_argument("--layer", help="which layer of a GeoPackage with several")
        made.add_argument("--level", choices=("mahalla", "district", "region"), help="what the boundaries are of")
    commands.add("imports", _imports, "List what waits for the next edition.")
    withdraw = commands.add("withdraw", _withdraw, "Take an import out of the next edition again.")
    withdraw.add_argument("number", type=int, help="its number, as `mahalla imports` shows it")


def _check(options: argparse.Namespace) -> int:
    try:
        report = _read(options)
    except GeodataError as error:
        if not options.json:
            raise
        told = {
            "accepted": False,
            "kind": named(options.kind),
            "rows": 0,
            "errors": [error.finding.as_dict()],
            "warnings": [],
        }
        tell(told)
        return REFUSED
    _print_report(report, as_json=options.json)
    return USABLE if report.accepted else REFUSED


def _import(options: argparse.Namespace) -> int:
    from geodata.sources import RECORDS
    from geodata.store import Store

    report = _read(options)
    _print_report(report, as_json=options.json)
    if not report.accepted:
        return REFUSED
    if report.kind in RECORDS:
        return _import_records(options, report)
    entry = Store(options.data).add(report, who=who())
    if not options.json:
        kept = "was there already, nothing was stored" if entry.repeated else "kept for the next edition"
        print(f"{kept}: import {entry.number}, {entry.kind}, {entry.rows} rows.")
    if not options.json and not entry.repeated:
        print(f"Publish with: mahalla publish --data {options.data}")
    return USABLE


def _import_records(options: argparse.Namespace, report: Report) -> int:
    from geodata.register import Act
    from geodata.register.imports import store_file
    from geodata.store import Store

    done = store_file(Store(options.data), report, Act.now(who()))
    if not options.json:
        print(f"stored in the register: {done.added} added, {done.changed} changed, {done.same} as before")
    return USABLE


def _imports(options: argparse.Namespace) -> int:
    from geodata.store import Store

    entries = Store(options.data).imports()
    if not entries:
        print("nothing waits for the next edition: nothing was imported, or everything was withdrawn")
    for entry in entries:
        at = f"{entry.at:%Y-%m-%d %H:%M} UTC"
        print(f"{entry.number:>4}  {entry.key}  {entry.name}  {entry.rows} rows  {at}  {entry.who}")
    return USABLE


def _withdraw(options: argparse.Namespace) -> int:
    from geodata.store import Store

    store = Store(options.data)
    known = {entry.number: entry for entry in store.imports()}
    if options.number not in known:
        raise StoreError("import_missing", where=str(options.data), got=str(options.number))
    store.withdraw(known[options.number], who=who())
    print(f"withdrawn: {known[options.number].name}; editions already published keep it")
    return USABLE


def _read(options: argparse.Namespace) -> Report:
    from geodata import sources

    wanted = sources.ReadOptions(mapping=options.mapping, crs=options.crs, level=options.level, layer=options.layer)
    return sources.check(options.kind, options.file, options=wanted)


def _print_report(report: Report, *, as_json: bool) -> None:
    if as_json:
        tell(report.as_dict())
        return
    for name, findings in (("error", report.errors), ("warning", report.warnings)):
        for finding in findings:
            print(f"{name}: {finding.where}: {finding.message}" if finding.where else f"{name}: {finding.message}")
    print(f"{'accepted' if report.accepted else 'refused'}: {report.kind}, {report.rows} rows")
