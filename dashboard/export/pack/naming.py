"""What a pack is called, told without loading what makes it."""

from __future__ import annotations

from dashboard.view import View


def name_of(view: View, meeting: int | None = None) -> str:
    """The name of the folder and of each file: edition with its hash, meeting, language."""
    parts = ["pack", view.edition.id, "" if meeting is None else f"meeting-{meeting}", str(view.language)]
    return "-".join(filter(None, parts))
