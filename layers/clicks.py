"""What a click on the map gives back through `st_folium`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

RETURNED: Final = ("last_object_clicked_count", "last_object_clicked_tooltip")
_SITE: Final = "site:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """One click. `number` rises with every click (milliseconds of the reader's clock), so two can be told apart.

    `kind` is "mahalla" with its `code`, "site" with the site's id, or "ground", outside of everything, which clears the
    selection.
    """

    number: int
    kind: str
    code: str


def read(returned: Mapping[str, Any] | None) -> Click | None:
    """The last click in what `st_folium` returned; None before the first one."""
    values = returned or {}
    text, number = values.get(RETURNED[1]), values.get(RETURNED[0])
    if text is None or number is None:
        return None
    text = str(text)
    if text.startswith(_SITE):
        return Click(number=int(number), kind="site", code=text.removeprefix(_SITE))
    return Click(number=int(number), kind="mahalla" if text else "ground", code=text)
