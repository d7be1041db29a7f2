from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from layers import assets, clicks

SOURCES = sorted((Path(assets.__file__).parent / "assets" / "js").glob("*.js"))


def test_an_address_carries_the_hash_of_what_lies_there():
    for name, asset in assets.FILES.items():
        assert asset.url == f"/assets/{hashlib.sha256(asset.body).hexdigest()[:16]}/{name}"
        assert gzip.decompress(asset.gzipped) == asset.body
        assert assets.url(name) == asset.url


def test_every_part_of_the_script_is_joined_once():
    assert sorted(assets._MODULES) == [path.stem for path in SOURCES]


def test_leaflet_is_the_packaged_one():
    assert b"Leaflet 1.9" in assets.FILES["leaflet.js"].body[:200]


def test_our_script_and_style_name_no_other_server_and_write_no_markup():
    text = assets.FILES["map.js"].body.decode() + assets.FILES["map.css"].body.decode()
    assert set(re.findall(r"\w+://[^'\"\s]*", text)) == {"http://www.w3.org/2000/svg"}  # a namespace, never fetched
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text)


def test_no_source_is_long():
    for path in SOURCES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 250, path.name


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("18140001", "mahalla", "18140001"),
        ("1710212.aerodrom", "mahalla", "1710212.aerodrom"),
        ("site:S-1", "site", "S-1"),
        ("", "ground", ""),
    ],
)
def test_a_click_is_read(text, kind, code):
    click = clicks.read({"last_object_clicked_tooltip": text, "last_object_clicked_count": 7})
    assert click == clicks.Click(number=7, kind=kind, code=code)


@pytest.mark.parametrize(
    "returned",
    [
        None,
        {},
        {"last_object_clicked_tooltip": None, "last_object_clicked_count": None},
        {"last_object_clicked_tooltip": "18140001", "last_object_clicked_count": None},
    ],
)
def test_before_the_first_click_there_is_none(returned):
    assert clicks.read(returned) is None
