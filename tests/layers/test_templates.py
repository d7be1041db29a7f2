"""What reaches the browser through folium and st_folium: addresses, numbers and constants of ours, and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
import streamlit_folium

from geodata.errors import OptionError
from layers import assets, clicks, guard
from layers.guard import FailureWords
from layers.legend import Legend
from layers.localmap import LocalMap
from layers.mahallas import MahallaLayer
from layers.once import Plain
from layers.paint import ClassRow, Paint, Picture
from layers.sites import SiteLayer
from layers.theme import DARK, LIGHT

EVIL = "{{7*7}}{% for x in y %}<img src=x onerror=alert(1)>`${alert(1)}`</script>"
GEOMETRY, NAMES, SITES = "/edition/1-ab/geometry/0f.json.gz", "/edition/1-ab/names/uz-Latn/0f", "/edition/1-ab/sites/0f"


def ground(**options):
    made = LocalMap(**options)
    made.add_child(MahallaLayer(GEOMETRY, NAMES))
    made.add_child(SiteLayer(SITES))
    made.add_child(Legend())
    return made


def paint(title="Toifa"):
    rows = [ClassRow(colour="#112233", label=title)]
    return Paint(name="map-1", payload=Picture(key="k", codes=np.zeros(3, np.int8), rows=rows, title=title).payload())


def sent(monkeypatch, made, key="map"):
    """What st_folium hands to its component."""
    caught = {}
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **arguments: caught.update(arguments))
    streamlit_folium.st_folium(made, key=key, returned_objects=list(clicks.RETURNED))
    return caught


def test_the_page_names_no_other_server():
    page = unquote(ground().get_root().render())
    assert "//" not in page.replace("window.open", "")
    for word in ("jquery", "bootstrap", "cdn", "fontawesome", "glyphicon", "openstreetmap"):
        assert word not in page.lower()


def test_st_folium_gets_our_files_in_their_order(monkeypatch):
    arguments = sent(monkeypatch, ground())
    assert [link.partition(",")[0] for link in arguments["js_links"][:1]] == ["data:text/javascript"]
    assert arguments["js_links"][1:] == [assets.url("leaflet.js"), assets.url("map.js")]
    assert arguments["css_links"] == [assets.url("leaflet.css"), assets.url("map.css")]
    assert "script" not in arguments["header"]
    assert "map_div" in arguments["header"]
    assert arguments["html"] == ""


def test_st_folium_gets_a_script_that_names_the_map(monkeypatch):
    script = sent(monkeypatch, ground(mode="wall", theme=DARK, letters=1.5))["script"]
    assert script.startswith('var map_div = MahallaMap.open("map_div", {')
    assert '"mode": "wall"' in script
    assert '"theme": "dark"' in script
    assert f'"geometry": "{GEOMETRY}"' in script
    assert script.count(".addTo(map_div)") == 2
    assert 'MahallaMap.legend(map_div, "bottomleft");' in script


def test_the_map_knows_under_which_name_its_colours_come(monkeypatch):
    assert '"name": "map-1"' in sent(monkeypatch, ground(name="map-1"))["script"]
    assert '"name"' not in sent(monkeypatch, ground())["script"]


def test_what_travels_is_plain_letters_whatever_the_words():
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", paint(EVIL).payload)


@pytest.mark.parametrize("name", [EVIL, 'map"', "map 1", ""])
def test_a_name_that_is_more_than_a_name_is_refused(name):
    with pytest.raises(OptionError, match="letters, digits, dots"):
        Paint(name=name, payload="")
    if name:
        with pytest.raises(OptionError, match="letters, digits, dots"):
            LocalMap(name=name)


def test_the_message_of_the_guard_is_only_ever_a_string(monkeypatch):
    arguments = sent(monkeypatch, ground(words=FailureWords(message=EVIL, retry="Oʻqing")))
    link = arguments["js_links"][0]
    assert link.isascii()
    for sign in ("{", "}", "<", ">", '"', "'", " ", "\\"):
        assert sign not in link, sign
    assert json.dumps(EVIL, ensure_ascii=False) in unquote(link)
    assert "{{" not in ground(words=FailureWords(message=EVIL)).get_root().render()


@pytest.mark.parametrize("text", [EVIL, "https://example.org/a", "//example.org/a", "names", "/a b", '/a"b', "/a{{b}}"])
def test_only_addresses_of_this_server_reach_a_template(text):
    for make in (lambda: MahallaLayer(text, NAMES), lambda: MahallaLayer(GEOMETRY, text), lambda: SiteLayer(text)):
        with pytest.raises(OptionError, match="a path on this server"):
            make()


def test_only_codes_reach_a_template():
    assert MahallaLayer(GEOMETRY, NAMES, focus=["1710207"]).settings["focus"] == ["1710207"]
    with pytest.raises(OptionError, match="The setting code is"):
        MahallaLayer(GEOMETRY, NAMES, focus=["1710207'{{1}}"])


def test_our_elements_are_rendered_once():
    made = LocalMap()
    figure: Any = made.get_root()
    figure.script.add_child(Plain("var a = '{{ 7 * 7 }}';"))
    assert "{{ 7 * 7 }}" in made.get_root().render()


def test_the_head_of_the_page_stays_small(monkeypatch):
    arguments = sent(monkeypatch, ground())
    assert sum(len(str(arguments[name])) for name in ("script", "header", "html", "js_links", "css_links")) < 2600


@pytest.mark.parametrize(
    "make",
    [
        lambda: LocalMap(mode="tv"),
        lambda: LocalMap(letters=0),
        lambda: LocalMap(letters=9),
        lambda: Legend(corner="top"),
    ],
)
def test_settings_outside_their_range_are_refused(make):
    with pytest.raises(OptionError):
        make()


def test_a_theme_of_ones_own_travels_whole():
    own = replace(LIGHT, name="own", ground="#ffffff")
    assert LocalMap(theme=own).settings["theme"] == own.as_dict()
    assert LocalMap(theme=LIGHT).settings["theme"] == "light"


def test_our_own_settings_are_rendered_once_too():
    made = LocalMap(theme=replace(LIGHT, name="{{ 7 * 7 }}"))
    assert '"name": "{{ 7 * 7 }}"' in made.get_root().render()


def test_what_is_fetched_at_once_is_what_the_layers_need():
    made = ground()
    made.get_root().render()
    link = unquote(dict(made.default_js)["guard"])
    assert f'"{GEOMETRY}","{NAMES}","{SITES}"' in link
    assert unquote(guard.address(FailureWords(), [])).partition("=[")[2].startswith('"The map')
