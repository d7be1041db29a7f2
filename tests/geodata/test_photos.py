"""Photographs of model sites: what is taken, what is left out of the file, what is kept and withdrawn."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from sqlalchemy import select

from geodata import photos
from geodata.errors import OptionError, SourceError, StoreError
from geodata.periods import day_of
from geodata.register import Act, AuditEntry
from geodata.register.photos import PHOTOS, SitePhoto
from geodata.sites import key_of
from geodata.store import Store

SECRET = b"police car 7"


def photograph(
    size: tuple[int, int] = (2400, 1600),
    form: str = "JPEG",
    colour: str = "#336699",
    taken: str = "2024:05:06 10:11:12",
) -> bytes:
    """A photograph as a camera writes it: with its name, the place, the day, and a comment."""
    told = Image.Exif()
    told[ExifTags.Base.Make] = SECRET.decode()
    told[ExifTags.Base.Orientation] = 6
    told.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (39.0, 2.0, 1.0)
    told.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    memory = io.BytesIO()
    extra = {"comment": SECRET} if form == "JPEG" else {}
    Image.new("RGB", size, colour).save(memory, form, exif=told, **extra)
    return memory.getvalue()


def read(jpeg: bytes) -> Image.Image:
    with Image.open(io.BytesIO(jpeg)) as opened:
        opened.load()
        return opened


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_camera_and_place_stays_in_the_file(form):
    given = photograph(form=form)
    assert SECRET in given
    made = photos.prepare(given, name="a")
    assert SECRET not in made.jpeg
    assert b"Exif" not in made.jpeg
    assert not read(made.jpeg).getexif()
    assert read(made.jpeg).format == "JPEG"


def test_a_photograph_is_upright_and_no_longer_than_a_screen():
    assert read(photos.prepare(photograph((2400, 1600)), name="a").jpeg).size == (1280, 1920)
    assert read(photos.prepare(photograph((300, 200)), name="a").jpeg).size == (200, 300)


def test_the_day_comes_from_the_camera_unless_it_lies_ahead():
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)  # as Samarkand has it in the evening of UTC
    assert photos.prepare(photograph(), name="a").taken == date(2024, 5, 6)
    assert photos.prepare(photograph(taken=f"{tomorrow:%Y:%m:%d} 00:10:00"), name="a").taken == tomorrow
    assert photos.prepare(photograph(taken="9999:01:01 00:00:00"), name="a").taken is None
    assert photos.prepare(photograph(taken="soon"), name="a").taken is None


def test_what_is_transparent_becomes_white():
    memory = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(memory, "PNG")
    assert read(photos.prepare(memory.getvalue(), name="a").jpeg).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", photograph()[:4000], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(40)],
    ids=["empty", "text", "cut", "svg", "gif"],
)
def test_what_is_no_photograph_is_refused_in_one_sentence(content):
    with pytest.raises(SourceError, match=r"holiday\.jpg is no photograph that can be read"):
        photos.prepare(content, name="holiday.jpg")


def test_a_file_too_large_is_refused_unread():
    with pytest.raises(SourceError, match=r"20\.5 MiB; at most 20 MiB"):
        photos.prepare(bytes(int(20.5 * 2**20)), name="a")


@pytest.mark.parametrize("size", [(12_000, 6_000), (30_000, 20_000)])
def test_a_picture_of_too_many_pixels_is_refused(size):
    memory = io.BytesIO()
    Image.new("1", size).save(memory, "PNG")
    with pytest.raises(SourceError, match="million pixels; at most 60 million"):
        photos.prepare(memory.getvalue(), name="a")


def added(store: Store, colour: str = "#336699", **said: object) -> int:
    wanted = SitePhoto(**({"site": "S-1", "file": "-"} | said))
    return photos.add(store, photos.prepare(photograph(colour=colour), name="a"), wanted, who="steward").id


def test_a_photograph_added_is_shown_before_first_and_after_last(store):
    after = added(store, "#111111", stage="after", caption="Ёритилган", taken=date(2025, 1, 2))
    plain = added(store, "#222222")
    before = added(store, "#333333", stage="before")
    other = added(store, "#333333", site="S-2")
    found = photos.by_site(store)
    assert [kept.id for kept in found["S-1"]] == [before, plain, after]
    assert [kept.id for kept in found["S-2"]] == [other]
    told = found["S-1"][2].what
    assert (told.caption, told.taken) == ("Ёритилган", date(2025, 1, 2))
    assert found["S-1"][0].what.taken == date(2024, 5, 6)
    lying = (store.path / "photos" / told.file).read_bytes()
    assert photos.Picture(jpeg=lying, taken=None).name == told.file


def test_the_same_photograph_is_not_shown_twice_for_a_site(store):
    added(store)
    with pytest.raises(SourceError, match="shown for this site already"):
        added(store)
    assert len(photos.shown(store)) == 1


def test_one_withdrawn_is_neither_shown_nor_reachable_and_stays_in_the_register(store):
    number = added(store)
    file, before = photos.shown(store)[0].what.file, day_of(datetime.now(UTC))
    photos.withdraw(store, number, why="another street", who="steward")
    assert photos.by_site(store) == {}
    assert [path.name for path in (store.path / "photos").iterdir()] == ["withdrawn"]
    assert (store.path / "photos" / "withdrawn" / file).is_file()
    with store.register.reading() as session:
        acts = [(entry.action, entry.who, json.loads(entry.details)) for entry in session.scalars(select(AuditEntry))]
    assert [(action, who) for action, who, _ in acts] == [
        ("add site_photo", "steward"),
        ("close site_photo", "steward"),
    ]
    told = acts[1][2]["after"]
    assert told["closed_why"] == "another street"
    assert before <= date.fromisoformat(told.pop("closed_on")) <= day_of(datetime.now(UTC))  # midnight may pass between
    with pytest.raises(StoreError, match=f"no photograph number {number} on show"):
        photos.withdraw(store, number, why="again", who="steward")


def test_one_is_withdrawn_on_the_day_it_is_in_the_country(store, monkeypatch):
    number = added(store)
    monkeypatch.setattr(Act, "now", lambda who: Act(who, datetime(2026, 3, 1, 20, tzinfo=UTC)))
    photos.withdraw(store, number, why="another street", who="steward")
    with store.register.reading() as session:
        assert PHOTOS.get(session, number).closed_on == date(2026, 3, 2)


def test_a_file_that_another_site_shows_stays_reachable(store):
    first, _second = added(store), added(store, site="S-2")
    file = photos.shown(store)[0].what.file
    photos.withdraw(store, first, why="wrong site", who="steward")
    assert (store.path / "photos" / file).is_file()
    assert added(store) > first


@pytest.mark.parametrize("said", [{"stage": "during"}, {"caption": "x" * 201}, {"site": ""}])
def test_what_is_said_of_a_photograph_is_checked(said):
    with pytest.raises(OptionError):
        SitePhoto(**({"site": "S-1", "file": "a.jpg"} | said))


def test_a_folder_without_a_register_has_no_photographs(store):
    assert photos.shown(store) == ()
    assert list(store.path.iterdir()) == []


def test_a_site_is_known_by_its_id_or_else_by_place_kind_and_title():
    assert key_of({"id": "S-1", "mahalla": "18080026"}) == "S-1"
    assert key_of({"id": None, "mahalla": "18080026", "kind": "street", "title": float("nan")}) == "18080026 / street"
    assert key_of({"id": float("nan")}) == "-"
