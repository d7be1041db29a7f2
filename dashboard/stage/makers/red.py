"""The red mahallas: for how many years, and who answers for them."""

from __future__ import annotations

from dashboard.stage.makers import places
from dashboard.stage.scene import Figure, Parts, Setting

LONG = 3
"""Years in red from which the rules of assignment are others."""


def make(setting: Setting) -> Parts:
    """How many are red, how many of them for three years and more, for how many nobody answers; the longest by name."""
    words = setting.words
    if not setting.edition.category_days():
        return _unknown(setting)
    years = places.years_in_red(setting)
    red = int((years > 0).sum())
    whole = int(places.chosen(setting).sum())
    long = int((years >= LONG).sum())
    figures = [
        Figure(
            label=words("category.red_long"),
            figure=words.number(red),
            aside=words("stage.of", n=words.number(whole), share=words.percent(red / whole) if whole else ""),
            tone="red",
        ),
        Figure(label=words("stage.long_red", n=words.number(LONG)), figure=words.number(long), tone="neutral"),
    ]
    if setting.records.assigned:
        figures.append(_unassigned(setting))
    return Parts(
        title=setting.title,
        subtitle=f"{words('stage.kind.red')} · {words.date(setting.query.decision)}",
        figures=tuple(figures),
        rows=places.red_rows(setting),
        rows_title=words("stage.longest_red"),
        picture=setting.painted("years_in_red"),
        empty=words("stage.none_red"),
    )


def _unknown(setting: Setting) -> Parts:
    """Where no category was ever decided, nothing is known of years in red."""
    words = setting.words
    return Parts(
        title=setting.title,
        subtitle=words("stage.kind.red"),
        figures=(Figure(label=words("category.red_long"), figure="—", note=words("stage.no_category")),),
        rows=(),
        rows_title="",
        picture=setting.quiet("red"),
        empty=words("stage.no_category"),
    )


def _unassigned(setting: Setting) -> Figure:
    """Red mahallas for which nobody answers on the day."""
    years = places.years_in_red(setting)
    answered = places.answering(setting, years)
    codes = setting.edition.mahallas["code"].astype(str).to_numpy()[years > 0]
    left = sum(code not in answered for code in codes)
    return Figure(
        label=setting.words("stage.nobody"), figure=setting.words.number(left), tone="rise" if left else "neutral"
    )
