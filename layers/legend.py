"""The legend in the map's frame; what it says comes with every `Picture`."""

from __future__ import annotations

from typing import Final

from folium.template import Template

from geodata.errors import OptionError
from layers.once import Once

CORNERS: Final = ("bottomleft", "bottomright", "topleft", "topright")


class Legend(Once):
    """Colours with their ranges, a bar and a number for each class, unit, period, n, edition and source.

    On a narrow frame it opens closed, as a button.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "MahallaMap.legend({{ this._parent.get_name() }}, {{ this.corner|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, *, corner: str = "bottomleft") -> None:
        if corner not in CORNERS:
            raise OptionError("option", name="corner", got=corner, wanted=" / ".join(CORNERS))
        super().__init__()  # type: ignore[no-untyped-call]  # branca's
        self._name = "Legend"
        self.corner = corner
