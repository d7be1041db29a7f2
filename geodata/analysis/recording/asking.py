"""Every kind of question at once, and the questions as one table."""

from __future__ import annotations

from dataclasses import asdict, fields

import pandas as pd

from geodata.analysis.recording.border import border
from geodata.analysis.recording.decisions import improved, two_steps
from geodata.analysis.recording.late import late
from geodata.analysis.recording.question import Asked, Options, Question
from geodata.analysis.recording.shift import FALLING, shift
from geodata.analysis.recording.silence import silence
from geodata.editions.opened import Edition
from geodata.periods import Period


def ask(edition: Edition, group: str, period: Period, *, options: Options | None = None) -> tuple[Asked, ...]:
    """The answers of each kind in the order of `KINDS`, for a count group and a period.

    Categories and the kind "shift" are about preventable crimes whatever the group: the mahalla count is theirs.
    """
    chosen = options or Options()
    return (
        late(edition, group, period, chosen),
        two_steps(edition, FALLING, period, chosen),
        improved(edition, FALLING, period, chosen),
        shift(edition, period, chosen),
        silence(edition, group, period, chosen),
        border(edition, group, period, chosen),
    )


def rise_questions(edition: Edition, group: str, period: Period) -> tuple[Question, ...]:
    """The questions that could explain why a group's figures rose in a mahalla: what it may have got from elsewhere.

    Events moved into the group from another one, and mahallas of the district that fell silent.
    """
    chosen = Options()
    moved = (one for one in shift(edition, period, chosen).questions if one.became == group)
    return (*moved, *silence(edition, group, period, chosen).questions)


def table(answers: tuple[Asked, ...]) -> pd.DataFrame:
    """One row a question, one column a field of `Question`."""
    columns = [field.name for field in fields(Question)]
    return pd.DataFrame([asdict(one) for asked in answers for one in asked.questions], columns=columns)
