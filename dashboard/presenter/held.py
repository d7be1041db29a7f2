"""After a meeting: what it decided, and its pack to be taken away."""

from __future__ import annotations

from dashboard import data, layout, markup, meeting_names, state
from dashboard import view as views
from dashboard.panels import packs
from dashboard.presenter import acts, deciding
from dashboard.presenter.seen import Seen
from dashboard.state import Address


def show(seen: Seen) -> None:
    """While no meeting is on: the decisions of the one chosen, if it was held, and the pack of the edition it saw."""
    meetings = {} if seen.desk.agenda is not None else acts.meetings()
    number = state.value_of("meeting-choice")
    meeting = meetings.get(number)
    if meeting is None or not meeting.held:
        return
    words, decided = seen.words, acts.decided_at(number)
    with layout.card("held"):
        held = words("selector.held_note", day=words.date(meeting.day))
        note = f"{meeting_names.name(words, meeting)} · {held}"
        markup.show("title.html", text=words("selector.record"), note=note)
        if decided:
            listed = deciding.rows(seen, decided[::-1])
            markup.show("selector/decisions.html", title=words("selector.decisions"), rows=listed)
        else:
            markup.show("note.html", text=words("selector.none_decided"))
    looked_at = views.of(data.edition(meeting.edition), Address(values={}), words.language)
    packs.show(looked_at, number, meeting.day)
