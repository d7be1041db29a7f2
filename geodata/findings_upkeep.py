"""Sentences about backups, and about what stands in the way of serving; `geodata.findings` holds them with all others."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    "backup_exists": "The file {got} is there already; a backup never overwrites. Name another file.",
    "backup_unreadable": "{got} is no backup, or it is cut off. Take another one.",
    "backup_changed": "The file {got} in the backup is not as it was written; nothing was restored. Take another backup.",
    "backup_newer": "The backup has layout {got}, this program reads up to {wanted}; use a newer program.",
    "restore_occupied": "The folder {got} is not empty; restoring never overwrites. Name a new folder.",
    "database_occupied": "The database {got} holds a register already; restoring never overwrites. Name an empty database.",
    "copy_differs": "Copying the register lost records (table {name}); does the user of the database see every row?",
    "clock_back": "The clock of this machine is behind: edition {got} was published later than now. Set the clock; until then days in new files may be refused.",
    "register_lost": "The register cannot be read; the edition shown last stays, and nothing can be entered. `mahalla doctor` tells the administrator what is wrong.",
    "file_changing": "The file {got} was changed while it was read; wait until it is written whole, then try again.",
    "edition_fallback": "Edition {got} is damaged, so edition {wanted} is shown. Restore the edition from a backup.",
    "edition_alone": "Edition {got} is damaged and there is no other one to show. Restore it from a backup.",
}
