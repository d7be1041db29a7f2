"""The `mahalla` command. Its data commands import no Streamlit, so they start fast."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geodata.errors import GeodataError, OptionError

if TYPE_CHECKING:
    from geodata.edition import EditionInfo
    from geodata.sources import Report
    from geodata.store import Store

USABLE: Final = 0
REFUSED: Final = 2
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 with one sentence on standard error when it refused."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except GeodataError as error:
        where = f"{error.finding.where}: " if error.finding.where else ""
        print(f"mahalla: {where}{error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return USABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mahalla", description="The mahalla map: from files to the screen.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="the data folder (default: data)")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str, *, stored: bool = True
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, parents=[data] if stored else [])
        made.set_defaults(run=run)
        return made

    serve = command("serve", _serve, "Serve the map; with no edition the demonstration is built first.")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8501)

    for name, run, text in (
        ("check", _check, "Read a file without storing it, and say what is wrong with it."),
        ("import", _import, "Check a file and keep it for the next edition."),
    ):
        made = command(name, run, text, stored=name == "import")
        made.add_argument(
            "kind",
            help="boundaries, register, districts, population, categories, incidents, sites, indicators; "
            "roadmap or holidays, which go into the register of records at once",
        )
        made.add_argument("file", type=Path)
        made.add_argument("--json", action="store_true", help="one JSON object on standard output")
        made.add_argument("--mapping", type=Path, help="a small TOML file: your field names to ours")
        made.add_argument(
            "--crs", help="the coordinate reference system of a file that does not say, such as EPSG:32642"
        )
        made.add_argument("--level", choices=("mahalla", "district", "region"), help="what the boundaries are of")

    publish = command("publish", _publish, "Join what was imported and publish it as a new edition.")
    publish.add_argument("--note", default="", help="what is new in it")
    command("imports", _imports, "List what waits for the next edition.")
    withdraw = command("withdraw", _withdraw, "Take an import out of the next edition again.")
    withdraw.add_argument("number", type=int, help="its number, as `mahalla imports` shows it")
    listing = command("editions", _editions, "List what has been published.")
    listing.add_argument("--json", action="store_true")
    command("verify", _verify, "Compare every published file with its hash, and the audit trail with itself.")
    demo = command("demo", _demo, "Build and publish the demonstration.")
    demo.add_argument("--seed", type=int, default=2025)
    return parser


def _serve(options: argparse.Namespace) -> int:
    from dashboard import server  # Streamlit is slow to import, and only serving needs it
    from geodata.edition import editions, sweep
    from geodata.store import Store

    if options.host not in _LOOPBACK:
        raise OptionError("not_loopback", got=options.host, wanted=" / ".join(_LOOPBACK))
    store = Store(options.data)
    sweep(store)
    store.upgrade()
    if not editions(store):
        print("No edition yet: building the demonstration.", flush=True)
        _build_demo(store, seed=2025)
    server.serve(options.data, host=options.host, port=options.port)
    return USABLE


def _check(options: argparse.Namespace) -> int:
    try:
        report = _read(options)
    except GeodataError as error:
        if not options.json:
            raise
        told = {"accepted": False, "kind": options.kind, "rows": 0, "errors": [error.finding.as_dict()], "warnings": []}
        print(json.dumps(told, ensure_ascii=False))
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
    entry = Store(options.data).add(report, who=getpass.getuser())
    if not options.json:
        kept = "was there already, nothing was stored" if entry.repeated else "kept for the next edition"
        print(f"{kept}: import {entry.number}, {entry.kind}, {entry.rows} rows. Publish with: mahalla publish")
    return USABLE


def _import_records(options: argparse.Namespace, report: Report) -> int:
    from geodata.register import Act
    from geodata.register.imports import store_file
    from geodata.store import Store

    done = store_file(Store(options.data), report, Act.now(getpass.getuser()))
    if not options.json:
        print(f"stored in the register: {done.added} added, {done.changed} changed, {done.same} as before")
    return USABLE


def _imports(options: argparse.Namespace) -> int:
    from geodata.store import Store

    for entry in Store(options.data).imports():
        at = f"{entry.at:%Y-%m-%d %H:%M} UTC"
        print(f"{entry.number:>4}  {entry.key}  {entry.name}  {entry.rows} rows  {at}  {entry.who}")
    return USABLE


def _withdraw(options: argparse.Namespace) -> int:
    from geodata.store import Store

    store = Store(options.data)
    known = {entry.number: entry for entry in store.imports()}
    if options.number not in known:
        wanted = ", ".join(map(str, known)) or "none"
        raise OptionError("option", name="import", got=options.number, wanted=wanted)
    store.withdraw(known[options.number], who=getpass.getuser())
    print(f"withdrawn: {known[options.number].name}; editions already published keep it")
    return USABLE


def _read(options: argparse.Namespace) -> Report:
    from geodata import sources

    wanted = sources.ReadOptions(mapping=options.mapping, crs=options.crs, level=options.level)
    return sources.check(options.kind, options.file, options=wanted)


def _print_report(report: Report, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.as_dict(), ensure_ascii=False))
        return
    for name, findings in (("error", report.errors), ("warning", report.warnings)):
        for finding in findings:
            print(f"{name}: {finding.where}: {finding.message}" if finding.where else f"{name}: {finding.message}")
    print(f"{'accepted' if report.accepted else 'refused'}: {report.kind}, {report.rows} rows")


def _publish(options: argparse.Namespace) -> int:
    from geodata.edition import publish
    from geodata.store import Store

    edition = publish(Store(options.data), who=getpass.getuser(), note=options.note, progress=_progress)
    print(f"edition {edition.id} is published and current")
    for kind, figures in edition.reconciliation.items():
        parts = f"{figures.mapped} mapped + {figures.district_only} district only + {figures.unmatched} unmatched"
        print(f"  {kind}: {figures.rows} rows = {parts} + {figures.outside} outside")
    return USABLE


def _progress(share: float, step: str) -> None:
    print(f"  {share:4.0%} {step}", file=sys.stderr, flush=True)


def _editions(options: argparse.Namespace) -> int:
    from geodata.edition import editions
    from geodata.store import Store

    listed = [_listed(Store(options.data), info) for info in editions(Store(options.data))]
    if options.json:
        print(json.dumps(listed, ensure_ascii=False))
        return USABLE
    for entry in listed:
        marks = " ".join(mark for mark in ("current", "demonstration") if entry[mark])
        print(
            f"{entry['number']:>4}  {entry['id']}  {entry['published_at']}  {entry['region']}  {entry['who']}  {marks}"
        )
    return USABLE


def _listed(store: Store, info: EditionInfo) -> dict[str, object]:
    from geodata.edition import open_edition

    manifest = open_edition(store, info.number).manifest
    return {
        "number": info.number,
        "id": info.id,
        "published_at": info.published_at.isoformat(timespec="minutes"),
        "who": info.who,
        "note": manifest.note,
        "region": manifest.region.names.uz_latn,
        "current": info.current,
        "demonstration": manifest.demonstration,
    }


def _verify(options: argparse.Namespace) -> int:
    from geodata.edition import verify
    from geodata.store import Store

    problems = verify(Store(options.data))
    for finding in problems:
        print(f"{finding.where}: {finding.message}", file=sys.stderr)
    print("broken" if problems else "every file and every audit entry is as it was written")
    return REFUSED if problems else USABLE


def _demo(options: argparse.Namespace) -> int:
    from geodata.store import Store

    return _build_demo(Store(options.data), seed=options.seed)


def _build_demo(store: Store, *, seed: int) -> int:
    from geodata.demo.publish import publish_demo

    edition = publish_demo(store, seed=seed, progress=_progress)
    print(f"the demonstration is published as edition {edition.id}")
    return USABLE


if __name__ == "__main__":
    sys.exit(main())
