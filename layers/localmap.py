"""The map itself: a folium map without tiles, whose every file comes from this server."""

from __future__ import annotations

from typing import Final

import folium
from branca.element import CssLink, Figure, JavascriptLink
from folium.template import Template

from geodata.errors import OptionError
from layers import assets, guard, paint
from layers.guard import FailureWords
from layers.once import Once, Plain
from layers.theme import LIGHT, THEMES, Theme

MODES: Final = ("page", "wall")
_VIEW: Final = (0.0, 0.0)  # until the geometry says where to look


class LocalMap(Once, folium.Map):
    """A map that fills its frame and sets its own view once the geometry is there.

    `mode` "wall" has nothing to click and larger letters; `letters` enlarges them further. `padding` are pixels
    (top, right, bottom, left) that the page's own controls cover: the region is fitted beside them. `words` is what
    the frame says when a script cannot be fetched. With a `name` the map takes its colours from the `Paint` of that
    name in the page around it, whenever it changes there.
    """

    _template = Template(
        "{% macro header(this, kwargs) %}"
        '<meta name="viewport" content="width=device-width,initial-scale=1"/>'
        "<style>html,body{margin:0;height:100%;overflow:hidden;background:transparent!important}"
        "body>span{display:none}"
        "#{{ this.get_name() }}{position:relative;width:100%!important;height:100vh!important}</style>"
        "{% endmacro %}"
        '{% macro html(this, kwargs) %}<div class="folium-map" id={{ this.get_name()|tojson }} ></div>{% endmacro %}'
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = MahallaMap.open({{ this.get_name()|tojson }}, {{ this.settings|tojson }});"
        "{% endmacro %}"
    )

    def __init__(
        self,
        *,
        theme: Theme = LIGHT,
        mode: str = "page",
        letters: float = 1.0,
        padding: tuple[int, int, int, int] = (16, 16, 16, 16),
        words: FailureWords | None = None,
        name: str = "",
    ) -> None:
        if mode not in MODES:
            raise OptionError("option", name="mode", got=mode, wanted=" / ".join(MODES))
        if not 0.25 <= letters <= 8:
            raise OptionError("option", name="letters", got=letters, wanted="0.25 to 8")
        super().__init__(location=_VIEW, zoom_start=5, tiles=None)
        self.words = words or FailureWords()
        self.settings = {
            "theme": theme.name if THEMES.get(theme.name) == theme else theme.as_dict(),
            "mode": mode,
            "letters": letters,
            "padding": list(padding),
        } | ({"name": paint.name(name)} if name else {})

    def prepare(self, figure: Figure) -> None:
        """Name the files, for the page's head and for `st_folium`; what to fetch at once depends on the layers."""
        early = [url for child in self._children.values() for url in getattr(child, "early", ())]
        self.default_js = [
            ("guard", guard.address(self.words, early)),
            ("leaflet", assets.url("leaflet.js")),
            ("map", assets.url("map.js")),
        ]
        self.default_css = [("leaflet_css", assets.url("leaflet.css")), ("map_css", assets.url("map.css"))]
        figure.header.add_child(Plain('<meta charset="utf-8"/>'), name="meta_http")
        for name, url in self.default_js:
            figure.header.add_child(JavascriptLink(url), name=name)
        for name, url in self.default_css:
            figure.header.add_child(CssLink(url), name=name)
