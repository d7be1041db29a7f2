"""Harmful text in every field that people fill in: no page breaks, nothing is markup, every text stands there."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Text, inspect, select

from dashboard import data
from geodata.register import Record
from geodata.register.models import Base
from geodata.store import Store
from tests import hostile, hostile_records
from tests.hostile_records import DISTRICT, RED
from tests.pages.test_pages import markup_of, run

NO_TEXT = frozenset(
    [
        "key",
        "level",
        "kind",
        "state",
        "stage",
        "role",
        "origin",
        "place",
        "mahalla",
        "post",
        "body",
        "speaker",
        "rule",
        "posts",
        "areas",
        "group",
        "period",
        "review",
        "review_period",
        "chair",
        "every",
        "before",
        "month",
        "mode",
        "scene",
        "language",
        "since",
        "held",
        "site",
        "file",
        "at",
        "closed_why",
    ]
)
"""Columns of keys, codes, choices and moments: the register's own checks let nothing else in."""

HARMFUL = ("<script>window", "<img src=x", "<iframe srcdoc", "<svg onload", '" onmouseover="window', "<script>alert")
WHEN = {"day": "2024-12-20"}
SHOWN = (
    ("region", {"mahalla": RED[0], **WHEN}),
    ("responsibility", {"mahalla": RED[0], **WHEN}),
    ("responsibility", {"mahalla": RED[1], "part": "reviews", **WHEN}),
    ("responsibility", {"part": "posts", **WHEN}),
    ("model-sites", {"mahalla": RED[0]}),
    ("districts", {"district": DISTRICT, "mahalla": RED[1], **WHEN}),
    ("signals", {"mahalla": RED[0], "period": "2024-11"}),
    ("selector", {}),
    ("access", {}),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    hostile_records.fill(Store(made), hostile.publish_hostile(made))
    hostile_records.log(Store(made))
    return made


@pytest.fixture
def served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MAHALLA_DATA", str(folder))
    data.forget()
    yield folder
    data.forget()


def test_every_field_of_every_table_of_records_has_a_harmful_text(folder: Path) -> None:
    known, missing = {text.strip() for long in (2000, 300, 200, 100) for text in hostile_records.entered(long)}, []
    with Store(folder).register.reading() as session:
        for mapper in Base.registry.mappers:
            kind = mapper.class_
            if not issubclass(kind, Record) or kind.__tablename__ in {"account", "cue", "playlist_step"}:
                continue
            for column in inspect(kind).columns:
                if isinstance(column.type, Text) or column.type.python_type is str:
                    texts = set(session.scalars(select(column)))
                    if column.name not in NO_TEXT and not {str(text).strip() for text in texts} & known:
                        missing.append(f"{kind.__tablename__}.{column.name}")
    assert missing == []


@pytest.mark.parametrize(("page", "asked"), SHOWN)
def test_no_page_breaks_on_them(served: Path, page: str, asked: dict[str, str]) -> None:
    test = run(page, lang="uz-Latn", **asked)
    assert not test.exception
    assert not test.error
    bodies = [str(element.proto.body) for element in test.get("html")]
    for body in bodies:
        assert not [harmful for harmful in HARMFUL if harmful in body]


def test_what_was_decided_stands_there_as_it_was_written(served: Path) -> None:
    said = markup_of(run("responsibility", mahalla=RED[0], **WHEN))
    records = data.records(data.written())
    items = {kept.what.item for kept in records.items if kept.what.place == RED[0]}
    decided = {kept.what.text for kept in records.decisions if kept.what.place == RED[0] and kept.closed_on is None}
    assert items
    assert decided
    for text in (*items, *decided):
        assert html.escape(text, quote=False) in html.unescape(said) or text in html.unescape(said), text[:80]
