"""Responsibility on the map: nobody answers comes first and is marked, filters step back, every mahalla is counted."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import answers, answers_picture, clock, data
from dashboard.language import Language, Words
from dashboard.state import Address
from dashboard.view import View
from geodata.analysis import indicators
from geodata.analysis.indicators import Query
from geodata.demo.day import OWN_DAY
from geodata.edition import open_edition
from geodata.periods import Period
from geodata.store import Store
from layers.classes import histogram


def asked(folder, **address):
    edition = open_edition(Store(folder))
    view = View(
        address=Address(values=address),
        edition=edition,
        words=Words(Language.EN),
        dark=False,
        districts=(),
        mahalla=None,
        indicator=indicators.INDICATORS["category"],
        query=Query(group="preventable", types=(), period=Period.parse("2024"), decision=date(2025, 1, 1)),
        unknown=(),
    )
    return answers.here(view)


@pytest.mark.parametrize("layer", answers.LAYERS)
def test_every_mahalla_is_in_one_class_and_those_without_anybody_are_marked(demo, layer):
    picture = answers_picture.of(asked(demo, layer=layer))
    counts = histogram(picture.codes, len(picture.rows))
    assert sum(counts) == 832
    assert (counts[0], counts[1]) == (3, 695)
    assert [row.marked for row in picture.rows] == [True] + [False] * (len(picture.rows) - 1)


def test_a_filter_leaves_its_mahallas_in_the_classes(demo):
    whole = asked(demo, layer="overdue")
    part = asked(demo, layer="overdue", post="hokim")
    picture = answers_picture.of(part)
    counts = histogram(picture.codes, len(picture.rows))
    assert counts[:2] == (0, 695)
    assert sum(counts[2:-1]) == len(part.chosen()) < len(whole.chosen())
    assert counts[-1] == 137 - len(part.chosen())


def test_another_day_and_another_filter_are_other_pictures(demo):
    keys = {
        answers_picture.of(asked(demo, **address)).key
        for address in ({}, {"day": "2025-03-25"}, {"layer": "overdue"}, {"only": "overdue"})
    }
    assert len(keys) == 4


def test_progress_of_one_hundred_means_that_everything_is_done(demo):
    found = asked(demo)
    figures = answers_picture.of(found).figures.values
    where = data.positions(found.view.edition.id)
    for one in found.red():
        assert (figures[where[one.place]] == 100) == (one.progress.fulfilled == one.progress.items)


def test_the_day_is_the_demonstrations_own(demo):
    assert asked(demo).day == clock.as_of(Address(values={}), open_edition(Store(demo))) == OWN_DAY
