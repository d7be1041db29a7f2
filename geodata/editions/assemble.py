"""The territory put together from the register, the districts table and the boundaries, as far as imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geodata import codes, names
from geodata.editions import elsewhere
from geodata.editions.columns import Texts, each_once, first_given, is_none, texts
from geodata.editions.districts import districts_and_region
from geodata.editions.gazetteer import Districts
from geodata.editions.labels import mahalla_names
from geodata.editions.points import containing
from geodata.errors import PublishError
from geodata.findings import Finding
from geodata.join import REASONS, Placement, place
from geodata.territory import LANGUAGES, NAME_COLUMNS, Shapes, Territory

Tables = Mapping[str, pd.DataFrame]
"""Canonical tables by kind; boundaries under "boundaries", "boundaries-district" and "boundaries-region"."""

_UNNAMED, _HOMELESS = REASONS.index("join_district_only"), REASONS.index("join_district_unknown")
_CODES: Final = ("mfy_id", "mahalla_id", "stat_code")


def assemble(tables: Tables) -> tuple[Territory, dict[str, Placement]]:
    """The territory, and where the rows of the tables it was made from found their place (by kind).

    PublishError when there is neither a register nor a mahalla-level boundary: nothing then says which mahallas exist;
    or where none of them tells its district.
    """
    register, boundaries = tables.get("register"), tables.get("boundaries")
    basis = register if register is not None else boundaries
    if basis is None or not len(basis):
        raise PublishError("no_territory")
    outlines = _outlines(tables)
    others = [table for table in (register, boundaries) if table is not None]
    districts, region, findings = districts_and_region(tables.get("districts"), others, outlines)
    outline_shapes, found = _district_outlines(districts, outlines)
    findings += found
    mahallas, kept, found = _mahallas(basis, districts, outline_shapes)
    findings += found
    if not len(mahallas):
        raise PublishError("no_district_told", got=len(basis))
    bare = Territory(
        region=region,
        districts=districts.assign(n_mahallas=np.bincount(mahallas["district_pos"], minlength=len(districts))),
        mahallas=mahallas.assign(has_shape=False),
        shapes=np.full(len(mahallas), None, dtype=object),
        district_shapes=outline_shapes,
        region_shape=None,
    )
    placements = {"register" if register is not None else "boundaries": kept}
    shapes = bare.shapes
    if boundaries is not None:
        placed = place(boundaries.drop(columns="geometry"), bare) if register is not None else kept
        placements["boundaries"] = placed
        shapes, found = _shapes(np.asarray(boundaries["geometry"], dtype=object), placed, bare)
        findings += found
    findings += elsewhere.noticed(bare, shapes)
    return _with_shapes(bare, shapes, outlines, findings), placements


def _outlines(tables: Tables) -> pd.DataFrame | None:
    levels = [tables[kind] for kind in ("boundaries-district", "boundaries-region") if kind in tables]
    return pd.concat(levels, ignore_index=True) if levels else None


def _district_outlines(districts: pd.DataFrame, outlines: pd.DataFrame | None) -> tuple[Shapes, list[Finding]]:
    """The imported shape of each district, None where there is none, and the outlines that fit no district."""
    shapes: Shapes = np.full(len(districts), None, dtype=object)
    if outlines is None:
        return shapes, []
    own = outlines[texts(outlines, "level") == "district"]
    index = Districts(districts)
    called = first_given(texts(own, "name_uz_latn"), texts(own, "name"), texts(own, "district"))
    position = index.by_code(first_given(texts(own, "district_code"), texts(own, "code")))
    position = np.where(position < 0, index.by_name(called), position)
    for at in np.unique(position[position >= 0]):
        shapes[at] = shapely.union_all(np.asarray(own["geometry"], dtype=object)[position == at])
    return shapes, [Finding("outline_unknown", "", {"got": str(name)}) for name in called[position < 0]]


def _mahallas(
    basis: pd.DataFrame, districts: pd.DataFrame, outlines: Shapes
) -> tuple[pd.DataFrame, Placement, list[Finding]]:
    """The table of mahallas in the order of district and code, and where each row of `basis` went."""
    home = _home(basis, districts, outlines)
    frame = _identity(basis, home, districts)
    usable = (home >= 0) & ~is_none(texts(frame, "code")) & (texts(frame, "name_uz_latn") != "")
    frame["_row"] = np.arange(len(frame))
    kept = frame[usable].drop_duplicates("code", keep="first")
    kept = kept.sort_values(["district_pos", "code"], kind="stable", ignore_index=True)
    position = pd.Index(kept["code"]).get_indexer(pd.Index(frame["code"].where(usable)))
    placement = Placement(
        mahalla=position.astype(np.int32),
        district=home.astype(np.int32),
        reason=np.where(position >= 0, 0, np.where(home >= 0, _UNNAMED, _HOMELESS)).astype(np.int8),
        got=first_given(texts(basis, "name"), texts(basis, "code")),
    )
    findings = []
    if lost := int((position < 0).sum()):
        findings.append(Finding("mahalla_without_district", "", {"count": lost}))
    if twice := int(usable.sum()) - len(kept):
        findings.append(Finding("mahalla_repeated", "", {"count": twice}))
    return kept.drop(columns="_row"), placement, findings


def _home(basis: pd.DataFrame, districts: pd.DataFrame, outlines: Shapes) -> np.ndarray:
    """The district of each row: by code, by what its mahalla_id implies, by name, by the outline that holds it."""
    index = Districts(districts)
    implied = each_once(texts(basis, "mahalla_id"), codes.district_of)
    home = index.by_code(first_given(texts(basis, "district_code"), implied))
    home = np.where(home < 0, index.by_name(texts(basis, "district")), home)
    if "geometry" in basis.columns and (home < 0).any():
        inner = shapely.point_on_surface(np.asarray(basis["geometry"], dtype=object))
        home = np.where(home < 0, containing(inner, outlines), home)
    if len(districts) == 1:
        home = np.zeros(len(basis), dtype=np.int32)
    return np.where(home < 0, -1, home)


def _identity(basis: pd.DataFrame, home: np.ndarray, districts: pd.DataFrame) -> pd.DataFrame:
    """The identity and names of each row; a code of its own where the source gives none."""
    given = np.stack([texts(basis, column) for column in NAME_COLUMNS], axis=1)
    given[:, 0] = first_given(given[:, 0], texts(basis, "name"))
    written = [next((name for name in row if name), "") for row in given]
    named = [asdict(mahalla_names(row)) if any(row) else dict.fromkeys(LANGUAGES, "") for row in given]
    district = np.array([*districts["code"], None], dtype=object)[home]
    own = first_given(*(texts(basis, column) for column in _CODES), texts(basis, "code"))
    made = [codes.provisional(d, n) if d and names.slug(n) else None for d, n in zip(district, written, strict=True)]
    kinds = first_given(texts(basis, "kind"), np.array([_kind(name) for name in written], dtype=object))
    columns: dict[str, object] = {"code": first_given(own, np.array(made, dtype=object))}
    columns |= {column: texts(basis, column) for column in ("mahalla_id", "mfy_id", "stat_code")}
    columns |= {"district": district, "district_pos": home.astype(np.int32)}
    columns |= {f"name_{language}": [row[language] for row in named] for language in LANGUAGES}
    return pd.DataFrame(columns | {"kind": kinds, "status": texts(basis, "status")})


def _kind(name: str) -> str | None:
    kind = names.unit(name).kind
    return kind if kind and kind.isupper() else None


def _shapes(geometry: Shapes, placed: Placement, bare: Territory) -> tuple[Shapes, list[Finding]]:
    """The shape of each mahalla, several features of one joined; shapes that fit no mahalla are reported."""
    shapes = bare.shapes.copy()
    usable = (placed.mahalla >= 0) & shapely.is_geometry(geometry) & ~shapely.is_empty(geometry)
    positions, counts = np.unique(placed.mahalla[usable], return_counts=True)
    shapes[placed.mahalla[usable]] = geometry[usable]
    for at in positions[counts > 1]:
        shapes[at] = shapely.union_all(geometry[usable & (placed.mahalla == at)])
    findings = []
    if (counts > 1).any():
        findings.append(Finding("boundary_repeated", "", {"count": int((counts > 1).sum())}))
    if lost := int((placed.mahalla < 0).sum()):
        findings.append(Finding("boundary_unmatched", "", {"count": lost}))
    if missing := len(shapes) - len(positions):
        findings.append(Finding("mahalla_without_shape", "", {"count": missing}))
    return shapes, findings


def _with_shapes(bare: Territory, shapes: Shapes, outlines: pd.DataFrame | None, findings: list[Finding]) -> Territory:
    """The territory with its shapes: a district's is the imported one, else the union of its mahallas."""
    home = bare.mahallas["district_pos"].to_numpy()
    has_shape = shapely.is_geometry(shapes)
    district_shapes = bare.district_shapes.copy()
    for at in np.flatnonzero(~shapely.is_geometry(district_shapes)):
        district_shapes[at] = union(shapes[has_shape & (home == at)])
    imported: Texts = np.empty(0, dtype=object)
    if outlines is not None:
        imported = np.asarray(outlines["geometry"], dtype=object)[texts(outlines, "level") == "region"]
    known = district_shapes[shapely.is_geometry(district_shapes)]
    return Territory(
        region=bare.region,
        districts=bare.districts,
        mahallas=bare.mahallas.assign(has_shape=has_shape),
        shapes=shapes,
        district_shapes=district_shapes,
        region_shape=shapely.union_all(imported) if len(imported) else union(known),
        outlined=bool(shapely.is_geometry(bare.district_shapes).any()),
        findings=tuple(findings),
    )


def union(shapes: Shapes) -> shapely.Geometry | None:
    """The union of polygons, by the fast way when they are a coverage; None of none."""
    if not len(shapes):
        return None
    if shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapely.make_valid(shapes))
