"""A meeting's own scenes: who speaks, and the decisions that come back to it."""

from __future__ import annotations

from dashboard import meeting_names
from dashboard.stage.makers import category, places, roadmap
from dashboard.stage.scene import Figure, Parts, Row, Setting
from geodata.register.decisions import Decision
from geodata.register.records import Kept


def opening(setting: Setting) -> Parts:
    """The meeting's title and day; speakers in their order."""
    words = setting.words
    meeting = setting.agenda.meeting.what if setting.agenda else None
    items = setting.agenda.items if setting.agenda else ()
    return Parts(
        title=meeting_names.name(words, meeting) if meeting else setting.title,
        subtitle=f"{setting.title} · {words.date(setting.asked.day)}",
        figures=(
            category.figures(setting)[0],
            roadmap.progress_figure(setting),
            Figure(label=words("stage.returning"), figure=words.number(len(returning(setting)))),
        ),
        rows=tuple(
            Row(
                name=setting.place_name(kept.what.place) if kept.what.place else setting.said(kept.what.subject),
                note=setting.post_name(kept.what.speaker) if kept.what.speaker else "",
                figure=words.number(kept.what.number),
            )
            for kept in items
        ),
        rows_title=words("stage.speakers"),
        picture=category.painted(setting),
        empty=words("stage.no_speakers"),
    )


def decisions(setting: Setting) -> Parts:
    """Decisions of earlier meetings that are not done, the oldest due first."""
    words, day = setting.words, setting.asked.day
    back = returning(setting)
    late = sum(kept.what.is_overdue(day) for kept in back)
    return Parts(
        title=setting.title,
        subtitle=f"{words('stage.kind.decisions')} · {words('stage.as_of', date=words.date(day))}",
        figures=(
            Figure(label=words("stage.returning"), figure=words.number(len(back))),
            Figure(label=words("stage.overdue"), figure=words.number(late), tone="rise" if late else "neutral"),
            roadmap.progress_figure(setting),
        ),
        rows=tuple(
            Row(
                name=setting.said(kept.what.text),
                note=f"{setting.place_in_full(kept.what.place)} · {setting.post_name(kept.what.post)}",
                figure=words.date(kept.what.due),
                tone="rise" if kept.what.is_overdue(day) else "",
            )
            for kept in back
        ),
        rows_title=words("stage.due"),
        picture=category.painted(setting),
        empty=words("stage.none_returning"),
    )


def returning(setting: Setting) -> list[Kept[Decision]]:
    """The decisions that come back, about the place, a district or a mahalla of it."""
    found = setting.agenda.returning if setting.agenda else ()
    if not setting.asked.place:
        return list(found)
    own = places.codes(setting)
    return [kept for kept in found if kept.what.place in own]
