"""How fresh the data are: the edition, when it was published, how far each table reaches, what the data are."""

from __future__ import annotations

from dashboard import markup
from dashboard.view import View


def show(view: View) -> None:
    """A small card at the end of the narrow side."""
    words, edition = view.words, view.edition
    span = edition.coverage(view.query.group) if edition.groups() else None
    category = edition.category_at(view.query.decision)
    rows = [(words("freshness.edition"), f"{edition.number} · {words.moment(edition.manifest.published_at)}")]
    if span:
        rows.append((words("freshness.incidents_to"), words.date(span[1])))
    for first, last in edition.silences(view.query.group) if span else ():
        rows.append((words("freshness.not_sent"), f"{words.date(first)}–{words.date(last)}"))
    if edition.category_days():
        rows.append((words("freshness.category_from"), words.date(view.query.decision)))
    if category.decided and category.decided != view.query.decision:
        rows.append((words("freshness.category_of"), words.date(category.decided)))
    note = words("freshness.demonstration") if edition.manifest.demonstration else ""
    markup.show("freshness.html", title=words("freshness.title"), rows=rows, note=note, left_out=_left_out(view))


def _left_out(view: View) -> str:
    """What the address asked for and this edition does not have, and that a period is no whole months."""
    words, said = view.words, []
    if view.unknown:
        said.append(words("freshness.unknown", what=", ".join(words(f"field.{name}") for name in view.unknown)))
    if any(month.partial for month in view.query.period.months()):
        said.append(words("freshness.partial"))
    return " ".join(said)
