"""A made-up meeting that was held at the end of January 2025, with what it decided, and the coming one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from geodata.register.decisions import DECISIONS, MEASURES, Decision, Measure
from geodata.register.meetings import AGENDA, MEETINGS, REMARKED, AgendaItem, Meeting, Remark
from geodata.register.records import Act

ORDER: Final = "demonstration order; no such document exists"
HELD: Final = date(2025, 1, 31)
COMING: Final = date(2025, 2, 28)
MEASURED: Final = date(2025, 2, 20)
_SPEAKERS: Final = ("hokim", "prosecutor", "police_head", "tax_head")
_DECISIONS: Final = (
    ("Kameralar oʻrnatishni yakunlash", "police_head", date(2025, 2, 20)),
    ("Namunali xavfsiz koʻcha loyihasini tasdiqlash", "hokim", date(2025, 2, 14)),
    ("Oilaviy nizolar boʻyicha xatlov oʻtkazish", "prevention_inspector", date(2025, 2, 7)),
    ("Yoʻl xaritasi ijrosi boʻyicha hisobot berish", "prosecutor", date(2025, 2, 25)),
    ("Qoʻshimcha patrul yoʻnalishini joriy etish", "police_deputy", date(2025, 3, 14)),
    ("Kichik inspektor lavozimlarini toʻldirish", "police_head", date(2025, 3, 31)),
)
_SHORTCOMINGS: Final = ("Yoʻl xaritasi bandlari muddatida bajarilmagan", "Maʼlumotlar kechikib kiritilgan")
_PROPOSALS: Final = ("Tungi yoritishni birinchi navbatda bozor atrofida kengaytirish",)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the meetings are about: the region, its districts in the order in which they speak, the red mahallas."""

    region: str
    districts: Sequence[str]
    red: Sequence[str]


def add(session: Session, about: Subject, edition: int, rng: np.random.Generator, act: Act) -> None:
    """The two meetings, the one that was held with its decisions, remarks and a measure, on `edition`."""
    region, districts = about.region, about.districts
    held, coming = MEETINGS.add_all(session, [_meeting(region, HELD, edition), _meeting(region, COMING, None)], act)
    for meeting in (held.id, coming.id):
        AGENDA.add_all(session, _agenda(meeting, districts), act)
    decisions = DECISIONS.add_all(session, list(_decisions(held.id, about.red, rng)), act)
    remarks = [("shortcoming", text) for text in _SHORTCOMINGS] + [("proposal", text) for text in _PROPOSALS]
    REMARKED.add_all(
        session,
        [
            Remark(meeting=held.id, kind=kind, text=text, place=place, post="hokim")
            for (kind, text), place in zip(remarks, districts, strict=False)
        ],
        act,
    )
    late = next(decision for decision in decisions if decision.what.is_overdue(MEASURED))
    measure = Measure(
        post=late.what.post,
        place=late.what.place,
        day=MEASURED,
        measure="Ogohlantirish",
        reason="Topshiriq muddatida bajarilmagan",
        order=ORDER,
        meeting=held.id,
        decision=late.id,
    )
    MEASURES.add(session, measure, act)


def _meeting(region: str, day: date, edition: int | None) -> Meeting:
    return Meeting(
        level="region",
        place=region,
        day=day,
        chair="minister",
        review="monthly",
        review_period=f"{day:%Y-%m}",
        held=edition is not None,
        edition=edition,
    )


def _agenda(meeting: int, districts: Sequence[str]) -> list[AgendaItem]:
    return [
        AgendaItem(
            meeting=meeting,
            number=number,
            subject="Qizil toifadagi mahallalarda amalga oshirilgan ishlar",
            speaker=_SPEAKERS[(number - 1) % len(_SPEAKERS)],
            place=district,
        )
        for number, district in enumerate(districts[:6], start=1)
    ]


def _decisions(meeting: int, red: Sequence[str], rng: np.random.Generator) -> list[Decision]:
    """Two decisions of each kind; of those due before the coming meeting every second one is done."""
    places = [str(code) for code in rng.choice(list(red), 2 * len(_DECISIONS), replace=len(red) < 2 * len(_DECISIONS))]
    made = []
    for number, place in enumerate(places, start=1):
        text, post, due = _DECISIONS[(number - 1) % len(_DECISIONS)]
        done = due.month == COMING.month and number % 2 == 0
        made.append(
            Decision(
                meeting=meeting,
                number=number,
                text=text,
                place=place,
                level="mahalla",
                post=post,
                due=due,
                state="done" if done else "open",
                done_on=due if done else None,
                evidence="namunaviy maʼlumotnoma" if done else "",
            )
        )
    return made
