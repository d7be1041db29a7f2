"""The chain of a mahalla: years in red, who answers, what was promised, what was decided, when it is reviewed."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard import answers as asked
from dashboard import layout, markup
from dashboard.answers import Answers
from dashboard.panels import chain_edits
from dashboard.state import Field
from dashboard.view import View
from geodata.register.assignments import Assignment
from geodata.register.decisions import Decision
from geodata.register.records import Kept
from geodata.register.roadmap import Item
from geodata.register.standing import Standing, decided, next_reviews


def short(view: View, position: int) -> None:
    """The chain in a few lines, with a link to the whole; nothing where the register holds nothing of it."""
    answers = asked.here(view)
    code = str(view.edition.mahallas["code"].iloc[position])
    one = answers.standings.of(code)
    if not answers.kept.posts or not (one.years or one.items or one.decisions):
        return
    link = view.address.link() | {Field.MAHALLA.value: code}
    markup.show("chain_short.html", link=urlencode(link), **_facts(answers, one))


def show(answers: Answers, position: int) -> None:
    """The whole chain of a mahalla, and what can be changed of it."""
    code = str(answers.view.edition.mahallas["code"].iloc[position])
    one = answers.standings.of(code)
    words = answers.words
    markup.show(
        "chain.html",
        line=_line(answers, code),
        **_listed(answers, one),
        reviews=[
            {
                "before": answers.post(review.before),
                "date": words.date(review.day),
                "left": words.counted("answers.days", (review.day - answers.day).days),
            }
            for review in next_reviews(answers.kept, answers.day)
        ],
        **_facts(answers, one),
    )
    chain_edits.show(answers, one)


def plan(answers: Answers) -> None:
    """The own road map and decisions of the one district chosen, or of the region where none is."""
    view = answers.view
    if len(view.districts) > 1 or not answers.kept.posts:
        return
    code = view.districts[0] if view.districts else view.edition.region.code
    one = answers.standings.of(code)
    with layout.card("plan"):
        markup.show("plan.html", place=answers.place(code), **_listed(answers, one), **_facts(answers, one))
        chain_edits.show(answers, one)


def _listed(answers: Answers, one: Standing) -> dict[str, object]:
    """The items of the road map by the day they are due, and the decisions."""
    return {
        "items": [_item(answers, kept) for kept in sorted(one.items, key=lambda kept: (kept.what.due, kept.id))],
        "decisions": [_decision(answers, kept) for kept in _decisions(answers, one.place)],
    }


def _facts(answers: Answers, one: Standing) -> dict[str, object]:
    """What the short and the whole chain both say."""
    words = answers.words
    keys = (
        "line",
        "road_map",
        "decisions",
        "reviews",
        "no_road_map",
        "no_decisions",
        "whole",
        "who",
        "evidence",
        "plan",
    )
    coming = next_reviews(answers.kept, answers.day)
    return {
        "words": {key: words(f"chain.{key}") for key in keys} | {"unassigned": words("answers.unassigned")},
        "years": words.counted("chain.years", one.years) if one.years else "",
        "as_of": words("answers.as_of", date=words.date(answers.day)),
        "gap": one.gap,
        "allowed": _allowed(answers, one) if one.gap else "",
        "assigned": [_assignment(answers, kept) for kept in one.assigned],
        "has_items": one.has_road_map,
        "share": round(100 * one.progress.share) if one.items else 0,
        "done": words(
            "chain.done",
            done=words.number(one.progress.fulfilled),
            n=words.number(one.progress.items),
            share=words.percent(one.progress.share if one.items else 0, 0),
        ),
        "overdue": words.counted("chain.overdue", one.progress.overdue) if one.progress.overdue else "",
        "open": words.counted("chain.open", len(one.decisions)),
        "decisions_overdue": words.counted("chain.overdue", one.decisions_overdue) if one.decisions_overdue else "",
        "next": _next(answers) if coming else "",
    }


def _next(answers: Answers) -> str:
    nearest = next_reviews(answers.kept, answers.day)[0]
    days = answers.words.counted("answers.days", (nearest.day - answers.day).days)
    return f"{answers.words.date(nearest.day)} ({days}) · {answers.post(nearest.before)}"


def _allowed(answers: Answers, one: Standing) -> str:
    """By which rule somebody has to be assigned."""
    rules = [kept.what for kept in answers.kept.rules if kept.holds(answers.day) and kept.what.since <= answers.day]
    return ", ".join(answers.named(rule) for rule in rules if rule.covers(one.years))


def _assignment(answers: Answers, kept: Kept[Assignment]) -> dict[str, str]:
    words, what, rule = answers.words, kept.what, answers.rule(kept.what.rule)
    order = words.known("status", what.order or (rule.what.order if rule else ""))
    since = words("chain.since", date=words.date(what.since))
    return {
        "post": answers.post(what.post),
        "body": answers.body_of(what.post),
        "holder": what.holder,
        "rule": answers.named(rule.what) if rule else what.rule,
        "facts": " · ".join(filter(None, (since, order))),
    }


def _line(answers: Answers, code: str) -> list[dict[str, str]]:
    """The posts of the line of personal responsibility, level by level."""
    rows = answers.on_the_line(code)
    return [
        {"level": answers.words(f"chain.level_{level}"), "posts": ", ".join(map(answers.post, posts))}
        for level, posts in rows.items()
    ]


def _item(answers: Answers, kept: Kept[Item]) -> dict[str, object]:
    words, item = answers.words, kept.what
    return {
        "text": answers.said(item.item),
        "amount": words(
            "chain.amount",
            done=_amount(answers, item.done),
            planned=_amount(answers, item.planned),
            unit=answers.said(item.unit),
        ).strip(),
        "share": round(100 * item.share),
        "fulfilled": item.fulfilled,
        "late": item.is_overdue(answers.day),
        "due": words("chain.late" if item.is_overdue(answers.day) else "chain.due", date=words.date(item.due)),
        "post": answers.post(item.post),
        "evidence": answers.said(item.evidence),
    }


def _amount(answers: Answers, value: float) -> str:
    return answers.words.number(value, 0 if value.is_integer() else 1)


def _decisions(answers: Answers, code: str) -> list[Kept[Decision]]:
    """Those about the mahalla, the open ones first, by the day they are due."""
    found = [kept for kept in decided(answers.kept, answers.day) if kept.what.place == code]
    return sorted(found, key=lambda kept: (kept.what.is_done(answers.day), kept.what.due, kept.id))


def _decision(answers: Answers, kept: Kept[Decision]) -> dict[str, object]:
    words, what = answers.words, kept.what
    done = what.is_done(answers.day)
    late = not done and what.is_overdue(answers.day)
    state = "done" if done else "in_progress" if what.state == "in_progress" else "open"
    return {
        "text": answers.said(what.text),
        "post": answers.post(what.post),
        "state": state,
        "state_name": words(f"decision.{state}"),
        "late": late,
        "due": words("chain.late" if late else "chain.due", date=words.date(what.due)),
        "evidence": answers.said(what.evidence) if done else "",
    }
