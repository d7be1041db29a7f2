"""Findings: what is wrong with an input, as a code with values; the English sentence of each code stands here.

A sentence says what, what was expected and what to do. Pages translate by code with the same placeholders, so a
placeholder is part of the public form: `{got}` and `{wanted}` are used wherever they fit.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from geodata.findings_machine import SENTENCES as MACHINE_SENTENCES
from geodata.findings_register import SENTENCES as REGISTER_SENTENCES
from geodata.findings_remote import SENTENCES as REMOTE_SENTENCES
from geodata.findings_sources import SENTENCES as SOURCE_SENTENCES
from geodata.findings_upkeep import SENTENCES as UPKEEP_SENTENCES
from geodata.machine import named, one_line

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # --- options and the store
        "option": "The setting {name} is {got}; it must be {wanted}.",
        "unknown_kind": "There is no kind of table called {got}; the kinds are {wanted}.",
        "no_edition": "No edition has been published in {folder}. Import files and run `mahalla publish`, or run `mahalla demo`.",
        "edition_missing": "Edition {got} does not exist; the editions are {wanted}.",
        "refused": "The file was refused: {got}",
        "period_unreadable": "The period {got} cannot be read; write 2024, 2024-H2, 2024-Q4, 2024-12 or 2024-01-01..2024-11-15.",
        # --- photographs of model sites
        "photo_unreadable": "{name} is no photograph that can be read. Wanted: JPEG, PNG or WebP; save it again as JPEG.",
        "photo_large": "The photograph has {got} MiB; at most {wanted} MiB are taken. Make it smaller.",
        "photo_pixels": "The photograph has {got} million pixels; at most {wanted} million are taken. Make it smaller.",
        "photo_date": "The day {got} cannot be read or has not come yet. Write 31.01.2025 or 2025-01-31.",
        "photo_known": "This photograph is shown for this site already.",
        "photo_missing": "There is no photograph number {got} on show; perhaps it was withdrawn before.",
        # --- the register of records
        **REGISTER_SENTENCES,
        # --- what the machine refuses
        **MACHINE_SENTENCES,
        # --- backups and faults
        **UPKEEP_SENTENCES,
        # --- editions at an object store
        **REMOTE_SENTENCES,
        # --- sources (reading files)
        **SOURCE_SENTENCES,
        # --- join and edition
        "period_backwards": "The period {got} ends before it begins; write the earlier day first.",
        "join_no_place": "The row names no mahalla, no district and no point; give at least one of them.",
        "join_district_only": "The row names only the district ({got}); it counts for the district, not for a mahalla.",
        "join_code_unknown": "The code in {got} is not in the register; correct it, or import a newer register.",
        "join_name_unknown": "No mahalla of the district has the name in {got}; correct the name, or give the code.",
        "join_name_ambiguous": "More than one mahalla has the name in {got}; give the code, or the district.",
        "join_district_unknown": "The district in {got} is not known, or fits several; give its SOATO code.",
        "join_point_district": "The point of {got} lies in a district but in none of its mahallas; check the point.",
        "join_point_gap": "The point of {got} lies in the territory but in no district; check the point.",
        "join_point_outside": "The point of {got} lies outside the territory; check longitude and latitude.",
        "join_point_no_shapes": "The point of {got} cannot be placed without boundaries; import boundaries, or give the code.",
        "row_incomplete": "The row has no count group, no day or a negative count; complete it.",
        "join_codes_disagree": "Two codes of one row mean different mahallas; the first one known was followed.",
        "join_name_contradicts": "The name is not that of the mahalla which the code means; the code was followed.",
        "join_district_contradicts": "The district named is not the district of the mahalla; the mahalla was followed.",
        "join_point_contradicts": "The point lies outside the mahalla named; the mahalla named was followed.",
        "does_not_add_up": "The parts ({got}) do not add up to the total ({wanted}); this edition is not published.",
        "no_district_told": "None of the {got} mahallas tells its district; add a column with its code or name.",
        "no_territory": "Nothing says which mahallas there are; import a register or boundaries of mahallas.",
        "nothing_staged": "Nothing has been imported; run `mahalla import KIND FILE` first.",
        "district_unlisted": "The district {got} is named by a table but is not in the list of districts; it was added.",
        "outline_unknown": "The boundary of the district {got} fits no district of the list; it is not used.",
        "mahalla_without_district": "{count} rows that name a mahalla have no known district; they are not used.",
        "days_silent": (
            "From {got} to {wanted} there is no row of the group {group} in the whole territory, though most days have "
            "some: they were taken as not sent, and periods that hold these days have no figures. Import the missing file."
        ),
        "district_silent": (
            "In {name} there is no row of the group {group} from {got} to {wanted}, though it has some on many days "
            "(such silences of districts: {count}). Its figures there are zero: ask whether its file was sent."
        ),
        "mahalla_repeated": "{count} rows repeat a mahalla that stands further up; the first one is used.",
        "boundary_repeated": "{count} mahallas have several shapes; these were joined.",
        "boundary_unmatched": "{count} shapes fit no mahalla of the register; they are not drawn.",
        "district_elsewhere": "The boundaries of {count} districts lie far from their centres in the list of districts ({got}: {wanted} km); the coordinate system of the boundaries may be wrong.",
        "mahallas_elsewhere": "{count} of {wanted} mahallas lie outside the outline of their own district; the coordinate system of one of the two files may be wrong.",
        "mahalla_without_shape": "{count} mahallas have no shape; they are in the tables but not on the map.",
        "not_accepted": "The file {got} was refused; correct what the check names and import it again.",
        "ids_reused": "Import {number} uses the ids of import {other} ({name}) for other incidents: {got} have another day and another place, and would replace them. Withdraw import {number} (`mahalla withdraw {number}`) and send it with ids of its own or without the column; if it corrects import {other}, withdraw that one.",
        "nothing_recorded": "Nothing was ever recorded in the folder {folder}. Check its name.",
        "read_otherwise": "{got} is there already as import {number}, read in another way (mapping, layer or CRS); nothing "
        "was stored. If that import was read wrongly, take it out first, then send the file again.",
        "import_missing": "There is no import number {got} in staging; `mahalla imports` lists what is there.",
        "staging_unreadable": "The imported table {got} cannot be read; withdraw it and import the file again.",
        "store_write": "The folder {folder} cannot be written: {got}. Free space or set permissions, then try again.",
        "register_failed": "The register {folder} cannot be used: {got}. Free space or set permissions, then try again.",
        "table_unwritable": "A table cannot be written: {got}.",
        "schema_unknown": "The edition has layout {got}, this program reads up to {wanted}; use a newer program.",
        "edition_unreadable": "The edition {got} is damaged or incomplete; restore its folder from a backup.",
        "manifest_changed": "The manifest of edition {got} was changed after publishing; restore it from a backup.",
        "file_changed": "The file {got} was changed, added or removed after publishing; restore the edition from a backup.",
        "edition_unrecorded": "The folder {got} is not in the register; its publishing was interrupted, or the register is older.",
        "audit_broken": "The audit trail is broken at entry {got}: it was changed, removed or put out of order.",
        "audit_cut": "The audit trail lacks the entry that edition {got} was published after; entries were removed.",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about an input: `code`, `where` it stands (file, row, field), and the `values` of its sentence.

    Names of files and what libraries said become text of one line, whatever bytes they are made of.
    """

    code: str
    where: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", named(self.where))
        object.__setattr__(self, "values", {name: _told(value) for name, value in self.values.items()})

    @property
    def message(self) -> str:
        """The English sentence; KeyError for a code that has none, which is a bug of ours."""
        return SENTENCES[self.code].format(**{name: _written(value) for name, value in self.values.items()})

    def as_dict(self) -> dict[str, str]:
        """`code`, `message` and `where` as plain text, for JSON."""
        return {"code": self.code, "message": self.message, "where": self.where}


def _told(value: object) -> object:
    if isinstance(value, str):
        return one_line(value)
    return named(value) if isinstance(value, os.PathLike) else value


def _written(value: object) -> object:
    """A number as English text has it, with at most two decimals; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
