"""Themes: every colour of the map that is not a value, for the light page and for the dark wall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from geodata.errors import OptionError
from layers.colour import HEX
from layers.palette import CATEGORY, CATEGORY_DARK


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours as `#rrggbb`.

    `ground` lies outside the region; `land` is a mahalla that is not painted yet; `hairline` runs between mahallas,
    `casing` along both sides of a district's border. `hatch` are the lines of "no data", `veil` those of "unstable";
    `edge` is the second outline of a red mahalla and `mark` its symbol; `accent` rings what is selected, `ring` goes
    around the accent. `cluster` are the rings where events concentrate.
    """

    name: str
    dark: bool
    ground: str
    land: str
    hairline: str
    casing: str
    district: str
    region: str
    shadow: str
    text: str
    muted: str
    halo: str
    card: str
    border: str
    bar: str
    hatch: str
    veil: str
    edge: str
    mark: str
    accent: str
    ring: str
    hover: str
    cluster: str
    categories: Mapping[str, str] = field(default_factory=lambda: CATEGORY)

    def __post_init__(self) -> None:
        for name, value in self.as_dict().items():
            if name not in {"name", "dark", "categories"} and not HEX.fullmatch(str(value)):
                raise OptionError("option", name=name, got=value, wanted="#rrggbb")

    def as_dict(self) -> dict[str, object]:
        """The colours by name, for JSON."""
        names = [name for name in self.__slots__ if name != "categories"]
        return {name: getattr(self, name) for name in names} | {"categories": dict(self.categories)}


LIGHT: Final = Theme(
    name="light",
    dark=False,
    ground="#eef1f5",
    land="#e2e6ec",
    hairline="#ffffff",
    casing="#f3f5f8",
    district="#334155",
    region="#1e2b3d",
    shadow="#0f2138",
    text="#0f172a",
    muted="#5b6779",
    halo="#ffffff",
    card="#ffffff",
    border="#dde3ea",
    bar="#c3cedb",
    hatch="#a8b2c0",
    veil="#ffffff",
    edge="#4a0509",
    mark="#ffffff",
    accent="#1d4ed8",
    ring="#ffffff",
    hover="#0f172a",
    cluster="#0f172a",
)

DARK: Final = Theme(
    name="dark",
    dark=True,
    ground="#070d18",
    land="#1a2433",
    hairline="#0a121f",
    casing="#1b2738",
    district="#dbe3ee",
    region="#f4f7fb",
    shadow="#000000",
    text="#f8fafc",
    muted="#a3b0c2",
    halo="#0a1220",
    card="#101a2a",
    border="#24324a",
    bar="#47566d",
    hatch="#46546a",
    veil="#070d18",
    edge="#ffd3d0",
    mark="#ffffff",
    accent="#60a5fa",
    ring="#070d18",
    hover="#ffffff",
    cluster="#ffffff",
    categories=CATEGORY_DARK,
)

THEMES: Final[Mapping[str, Theme]] = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK)})
