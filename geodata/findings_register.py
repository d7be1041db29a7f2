"""Sentences of the findings of the register; `geodata.findings` holds them with all others."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    "day_wrong": "The day {got} cannot be read; write 31.01.2025 or 2025-01-31.",
    "amount_wrong": "{got} is no quantity; write a number of 0 or more.",
    "input_missing": "“{name}” is empty; fill it in.",
    "item_known": "The road map of this period has this item already: {got}. Change that one.",
    "day_known": "The calendar has {got} already; change or remove that entry.",
    "record_missing": "There is no record number {got} in the table {name} of the register.",
    "record_changed": "Somebody else has changed record number {got} of {name} meanwhile; look at it again.",
    "record_closed": "Record number {got} of {name} is closed; reopen it, or add a new one.",
    "record_fixed": "The value of {name} is fixed as {got} and stays so.",
    "record_differs": "Record number {got} of {name} is not as the audit trail has it: it was changed beside the program. Restore the register from a backup.",
    "register_newer": "The register has layout {got}, this program knows up to {wanted}; use a newer program.",
    "settings_unreadable": "The settings of the data folder cannot be read: {got}. Correct the file, or remove it.",
    "database_address": "The database address in the settings begins with {got}; wanted: {wanted}.",
    "rows_unplaced": "{count} rows name a place that is not in the current edition ({got}); nothing was stored. Correct them and import the file again. Rows {rows}.",
}
