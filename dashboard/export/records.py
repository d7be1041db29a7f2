"""Tables of records as files: what they are of which day, and that they are a demonstration where they are."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import Answers
from dashboard.export.downloads import offer, sheets


def downloads(answers: Answers, table: pd.DataFrame, name: str) -> None:
    """XLSX and CSV of the rows shown."""
    file = f"{name}-{answers.day.isoformat()}-{answers.view.edition.id}"
    offer(sheets(lambda: table, about(answers), answers.words), file, key=f"download-{name}")


def about(answers: Answers) -> dict[str, str]:
    """What a file is: the territory, the edition whose categories count, the day, and that it is a demonstration."""
    words, edition = answers.words, answers.view.edition
    facts = {
        words("about.territory"): edition.region.names.pick(answers.view.language),
        words("about.edition"): f"{edition.id} · {words.moment(edition.manifest.published_at)}",
        words("answers.day"): words.date(answers.day),
        words("about.sources"): words("answers.register"),
    }
    if edition.manifest.demonstration:
        facts[words("about.data")] = f"{words('app.demonstration')}. {words('answers.demonstration')}"
    return facts
