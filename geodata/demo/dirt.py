"""How the place of an incident is written: mostly by code, sometimes by name or point, now and then not at all."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from geodata.demo import points, spellings
from geodata.demo.facts import Facts
from geodata.demo.ground import Ground

MAPPED, DISTRICT_ONLY, UNMATCHED, OUTSIDE = "mapped", "district_only", "unmatched", "outside"
FORMS: Final = MappingProxyType(  # form -> (share of the rows, where a right join puts them)
    {
        "code": (0.8, MAPPED),
        "code_dirty": (0.02, MAPPED),  # "18140001.0" and "18 140 001", as spreadsheets leave them
        "name": (0.05, MAPPED),
        "name_dirty": (0.05, MAPPED),
        "point": (0.038, MAPPED),
        "point_near": (
            0.01,
            MAPPED,
        ),  # a few metres over the outer border, in mahallas that lie at it; elsewhere inside
        "district": (0.012, DISTRICT_ONLY),
        "name_unknown": (0.006, DISTRICT_ONLY),  # with its district
        "name_unknown_alone": (0.002, UNMATCHED),
        "name_recurring_alone": (0.0025, UNMATCHED),  # Guliston, and no district
        "code_unknown": (0.003, UNMATCHED),
        "empty": (0.001, UNMATCHED),
        "point_exchanged": (0.001, UNMATCHED),  # latitude for longitude: a reader drops such a point, with a warning
        "point_far": (0.0065, OUTSIDE),
        "era": (0.0, MAPPED),  # named as it was before its district was formed: see `eras`
    }
)
POINTS: Final = tuple(form for form in FORMS if form.startswith("point"))
# A point tells a home: types about families and violence are never given one, not even in made-up data.
WITHOUT_POINT: Final = frozenset(
    {"rape", "domestic_violence", "admin_domestic", "protection_order_breach", "parental_neglect", "family_dispute"}
)
UNKNOWN_NAMES: Final = ("Nomaʼlum", "Tekshirilmoqda", "Vaqtinchalik shaharcha", "17-uchastka", "Kvartal 9", "Hudud 3-B")

Positions = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How each row writes its place, by column; `form` is a key of `FORMS`."""

    form: Texts
    code: Texts
    name: Texts
    district: Texts
    district_code: Texts
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]


def forms(facts: Facts, ground: Ground, mahalla: Positions, kind: Texts, rng: np.random.Generator) -> Texts:
    """The form of each row, by chance, but never one that its mahalla or its type does not allow."""
    shares = np.array([share for share, _ in FORMS.values()])
    chosen: Texts = np.array(list(FORMS), dtype=object)[rng.choice(len(FORMS), len(mahalla), p=shares / shares.sum())]
    shared = np.isin(mahalla, sorted(spellings.shared_names(facts)))
    uncoded = np.isin(mahalla, [place for place, one in enumerate(facts.mahallas) if not one.code])
    on_rim = np.isin(mahalla, sorted(points.on_outline(ground)))
    chosen[(chosen == "point_near") & ~on_rim] = "point"
    chosen[np.isin(kind, sorted(WITHOUT_POINT)) & np.isin(chosen, POINTS)] = "code"
    chosen[shared & np.isin(chosen, ["name", "name_dirty"])] = "code"
    coded = np.isin(chosen, ["code", "code_dirty"])
    chosen[uncoded & coded & ~shared] = "name"
    chosen[uncoded & coded & shared] = "point"
    return chosen


def write(facts: Facts, ground: Ground, mahalla: Positions, form: Texts, rng: np.random.Generator) -> Written:
    """The columns of the place for rows in the mahallas at these positions."""
    size = len(mahalla)
    blank = {name: np.full(size, "", dtype=object) for name in ("code", "name", "district", "district_code")}
    written = Written(form=form.copy(), lon=np.full(size, np.nan), lat=np.full(size, np.nan), **blank)
    _codes(written, facts, mahalla, rng)
    _names(written, facts, mahalla, rng)
    _points(written, ground, mahalla, rng)
    return written


def _codes(out: Written, facts: Facts, mahalla: Positions, rng: np.random.Generator) -> None:
    units = np.array([one.unit for one in facts.mahallas], dtype=object)
    codes = np.array([one.code for one in facts.mahallas], dtype=object)
    plain = out.form == "code"
    out.code[plain], out.district_code[plain] = codes[mahalla[plain]], units[mahalla[plain]]
    for row in np.flatnonzero(out.form == "code_dirty"):
        code = codes[mahalla[row]]
        out.code[row] = f"{code}.0" if rng.random() < 0.6 else f"{code[:2]} {code[2:5]} {code[5:]}"
    for row in np.flatnonzero(out.form == "code_unknown"):
        known = f"18{rng.integers(1, 17):02d}{rng.integers(900, 999):04d}"  # a district's prefix, a serial nobody has
        out.code[row] = known if rng.random() < 0.5 else f"19{rng.integers(10, 30)}{rng.integers(1, 60):04d}"


def _names(out: Written, facts: Facts, mahalla: Positions, rng: np.random.Generator) -> None:
    units = {unit.code: unit for unit in facts.units}
    recurring = spellings.recurring_names(facts)
    for row in np.flatnonzero(~np.isin(out.form, ["code", "code_dirty", "code_unknown", "empty"])):
        one, form = facts.mahallas[mahalla[row]], out.form[row]
        if form in {"name", "name_dirty"}:
            out.name[row] = one.name if form == "name" else spellings.misspelt(one, rng)
        elif form in {"name_unknown", "name_unknown_alone"}:
            out.name[row] = str(rng.choice(UNKNOWN_NAMES))
        elif form == "name_recurring_alone":
            out.name[row] = str(rng.choice(recurring))
        if form in {"name", "name_dirty", "name_unknown", "district"}:
            unit = units[one.unit]
            if form != "name" and rng.random() < 0.4:
                out.district_code[row] = unit.code
            else:
                out.district[row] = unit.name if form == "name" else spellings.district(unit, rng)


def _points(out: Written, ground: Ground, mahalla: Positions, rng: np.random.Generator) -> None:
    for row in np.flatnonzero(out.form == "point_near"):
        point = points.just_outside(ground, int(mahalla[row]), rng)
        if point is None:
            out.form[row] = "point"
        else:
            out.lon[row], out.lat[row] = point
    rows = np.flatnonzero(out.form == "point")
    out.lon[rows], out.lat[rows] = points.within(ground, mahalla[rows], rng).T
    rows = np.flatnonzero(out.form == "point_exchanged")
    out.lat[rows], out.lon[rows] = points.within(ground, mahalla[rows], rng).T
    rows = np.flatnonzero(out.form == "point_far")
    out.lon[rows], out.lat[rows] = points.far_outside(ground, len(rows), rng).T
