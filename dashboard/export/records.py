"""Tables of records as files: what they are of which day, and that they are a demonstration where they are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.access import acting
from dashboard.access.roles import May
from dashboard.answers import Answers
from dashboard.export import tables
from dashboard.export.downloads import XLSX, noted


def downloads(answers: Answers, table: pd.DataFrame, name: str) -> None:
    """XLSX and CSV of the rows shown; a file is made when its button is pressed."""
    if not acting.may(May.EXPORT):
        return
    words = answers.words
    file = f"{name}-{answers.day.isoformat()}-{answers.view.edition.id}"
    formats = {
        "XLSX": ("xlsx", XLSX, lambda: tables.to_xlsx(table, about(answers), day=words.day_format)),
        "CSV": ("csv", "text/csv", lambda: tables.to_csv(table, about(answers), day=words.date)),
    }
    for label, (ending, media_type, make) in formats.items():
        st.download_button(
            label,
            noted(make, f"{file}.{ending}"),
            file_name=f"{file}.{ending}",
            mime=media_type,
            key=f"download-{name}-{ending}",
            on_click="ignore",
            width="content",
        )


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
