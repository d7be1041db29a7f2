"""Codes come out of spreadsheets in many shapes and mean one thing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata import codes


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("1710207.0", "1710207"),
        (1710207.0, "1710207"),
        (1710207, "1710207"),
        ("1.710242066E9", "1710242066"),
        ("18 140 001", "18140001"),
        ("18\u00a0140\u00a0001 ", "18140001"),
        ("'18140001", "18140001"),
        ("01020304", "01020304"),
        ("1710212.aerodrom", "1710212.aerodrom"),
        ("11:13", "11:13"),
        (float("nan"), None),
        (None, None),
        ("", None),
        ("-", None),
        ("1e999999999", "1e999999999"),
        (12.5, "12.5"),
    ],
)
def test_clean(value: object, wanted: str | None) -> None:
    assert codes.clean(value) == wanted


@example("0 `")
@given(st.text(max_size=30) | st.integers() | st.floats())
def test_clean_takes_anything_and_is_done_after_once(value: object) -> None:
    once = codes.clean(value)
    assert once is None or codes.clean(once) == once


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("1710", "soato_region"),
        ("1710207", "soato_district"),
        ("1710242066", "mahalla_id"),
        ("18140001", "mfy_id"),
        ("1234567890123", "stat_code"),
        ("2710242066", None),
        ("1710212.aerodrom", None),
        ("", None),
        (None, None),
        ("١٧١٠", None),
    ],
)
def test_system(code: str | None, wanted: str | None) -> None:
    assert codes.system(code) == wanted


def test_a_code_tells_its_district_and_region() -> None:
    assert codes.district_of("1710242066") == "1710242"
    assert codes.district_of("1710212.aerodrom") == "1710212"
    assert codes.district_of("18140001") is None
    assert codes.region_of("1710") == "1710"
    assert codes.region_of("1710242066") == "1710"
    assert codes.region_of("18140001") is None


def test_a_provisional_code_is_told_apart() -> None:
    assert codes.provisional("1710212", "Aerodrom MFY") == "1710212.aerodrom"
    assert codes.is_provisional("1710212.aerodrom")
    assert not codes.is_provisional("1710212.")
    assert not codes.is_provisional("18140001")
    assert not codes.is_provisional(None)
