"""What the next edition would be made of: the files that came since the last one first, those it has already folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import data, markup
from dashboard.language import Words
from geodata.editions.manifest import Manifest, Source
from geodata.editions.staged import used
from geodata.errors import GeodataError
from geodata.staging import ImportEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Imports that the next edition would have: `fresh` came since the newest, `kept` are in it, `gone` no longer."""

    fresh: tuple[ImportEntry, ...]
    kept: tuple[ImportEntry, ...]
    gone: tuple[Source, ...]
    number: int | None

    @classmethod
    def since(cls, imports: Sequence[ImportEntry], newest: Manifest | None) -> Waiting:
        """The imports held against the newest edition, None where nothing has been published."""
        entries = sorted((entry for found in used(imports).values() for entry in found), key=lambda entry: entry.number)
        sources = {(source.number, source.sha256): source for source in newest.sources} if newest else {}
        has = [(entry.number, entry.sha256) in sources for entry in entries]
        left = {(entry.number, entry.sha256) for entry in entries}
        # The made-up files of a demonstration leave as soon as a real one comes: nobody took them out.
        gone = () if newest is None or newest.demonstration else [at for at in sources if at not in left]
        return cls(
            fresh=tuple(entry for entry, there in zip(entries, has, strict=True) if not there),
            kept=tuple(entry for entry, there in zip(entries, has, strict=True) if there),
            gone=tuple(sources[at] for at in gone),
            number=newest.number if newest else None,
        )


def show(words: Words, imports: Sequence[ImportEntry]) -> None:
    """The title with the number of new files, the new ones, the others folded, and what was left out."""
    found = Waiting.since(imports, _newest())
    number = "" if found.number is None else str(found.number)
    quiet = found.number is not None and not found.fresh
    note = words("staging.nothing", number=number) if quiet else words.counted("staging.fresh", len(found.fresh))
    names = ", ".join(source.name for source in found.gone)
    markup.show("title.html", text=words("import.waiting"), note=note)
    if not (imports or names):
        return
    markup.show(
        "waiting.html",
        fresh=[_line(words, entry) for entry in found.fresh],
        kept=[_line(words, entry) for entry in found.kept],
        folded=words.counted("staging.kept", len(found.kept)),
        gone=words("staging.gone", number=number, names=names) if names else "",
    )


def _newest() -> Manifest | None:
    """What the edition says of itself that is shown where none is asked for; None where there is none to be read."""
    try:
        return data.edition().manifest
    except GeodataError:
        return None


def _line(words: Words, entry: ImportEntry) -> dict[str, str]:
    return {
        "kind": words.known("kind", entry.kind),
        "name": entry.name,
        "rows": words.number(entry.rows),
        "at": words.moment(entry.at),
    }
