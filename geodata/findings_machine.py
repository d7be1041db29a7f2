"""Sentences about what the machine refuses or was not told well; `geodata.findings` holds them with all others."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    "machine_refused": "The system of this machine refuses: {got}. Free space, memory or open files, or set permissions, then try again.",
    "memory_short": "This machine has not enough memory for it, or a limit is set too low (`ulimit -v`). Free memory, then try again.",
    "output_lost": "What there was to tell could not be written out ({got}). What was asked for may be done: look before repeating it.",
    "settings_missing": "There is no settings file {got}. Correct its name.",
    "backup_unopened": "The backup cannot be opened: {got}. Give the path of one file that may be read.",
    "backup_unnoted": "The backup is whole, but the audit trail cannot be written ({got}), so `mahalla doctor` will not know of it.",
}
