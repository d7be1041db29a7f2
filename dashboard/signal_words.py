"""A signal as one plain sentence: how many, how many were expected and from what, how often by chance, for how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from dashboard.language import Words
from dashboard.signals import Signals

RAREST: Final = 10_000
"""Beyond one in so many the tail of any model is a guess, so no figure is given."""

TENTHS_BELOW: Final = 10
_YEAR: Final = 12


def sentence(signals: Signals, position: int) -> str:
    """What a reader must know of a mahalla's signal, or why there is none."""
    words, state = signals.view.words, signals.state(position)
    if state == "no_data":
        return _capital(words("signal.sentence.no_data", span=span(signals, signals.choice.span)))
    chance, months = signals.chance(position)
    raised = state in {"alert", "watch"}
    wide = raised and months > signals.choice.span
    values: dict[str, object] = {
        "span": span(signals, months if raised else signals.choice.span),
        "recorded": words.counted(
            "signal.recorded", int(signals.value("window_observed" if wide else "observed", position))
        ),
        "expected": decimal(words, signals.value("window_expected" if wide else "expected", position)),
    }
    if raised:
        values |= {
            "often": often(words, chance, "window" if wide else "month" if signals.choice.span == 1 else "step"),
            "lasting": words.counted("signal.lasting", int(signals.value("since", position))),
            "cause": cause(signals, position),
        }
    elif state != "too_few":
        values |= {edge: words.number(signals.value(edge, position)) for edge in ("low", "high")}
    return _capital(words(f"signal.sentence.{'raised' if raised else state}", **values))


def cause(signals: Signals, position: int) -> str:
    """What else could explain a rise: a district above its usual as a whole, or a question about recording there."""
    words = signals.view.words
    if signals.district(position) in signals.districts_above:
        return words("signal.cause.district")
    kinds = dict.fromkeys(one.kind for one in signals.questions(position))
    if kinds:
        return words("signal.cause.recording", kinds=", ".join(words(f"signal_question.{kind}") for kind in kinds))
    return words("signal.cause.none")


def often(words: Words, chance: float, unit: str) -> str:
    """A chance as "about once in 300 such months"; in steps, or in judgements where a sum of several steps stands out.

    A mahalla is judged once a step, whatever sum stands out, so a sum of nine months does not occur "once in so many
    three months".
    """
    times = round_times(1 / chance) if chance > 1 / RAREST else RAREST
    return words.counted(f"signal.{'often' if chance > 1 / RAREST else 'rare'}_{unit}", times)


def round_times(times: float) -> int:
    """One significant digit below 100, two from there on: more would promise what is not known."""
    whole = round(times)
    digits = len(str(whole))
    unit = int(10 ** max(digits - (1 if digits <= 2 else 2), 0))
    return max(round(whole / unit) * unit, 1)


def span(signals: Signals, months: int) -> str:
    """The last `months` months up to the one judged: "October–December 2024"."""
    return span_of(signals.view.words, signals.choice.month.start, months)


def span_of(words: Words, last: date, months: int) -> str:
    """So many months up to that of a day."""
    year, place = divmod(last.year * _YEAR + last.month - months, _YEAR)
    first, end = words.month(place + 1), words.month(last.month)
    if months == 1:
        return words("signal.span.month", month=end, year=last.year)
    if year == last.year:
        return words("signal.span.months", first=first, last=end, year=year)
    return words("signal.span.years", first=first, last=end, year=year, later=last.year)


def decimal(words: Words, value: float) -> str:
    """An expected number of events: with a tenth where it is small."""
    return words.number(value, 1 if value < TENTHS_BELOW else 0)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
