"""Where a model site is, in the reader's words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard import data
from dashboard.view import View


def district(view: View, position: int) -> str:
    """The short name of a district by its position; nothing where it is not known."""
    return view.district_name(data.district_codes(view.edition.id)[position]) if position >= 0 else ""


def where(view: View, site: pd.Series | Mapping[Hashable, Any]) -> str:
    """The mahalla and the district of a site, as far as they are known."""
    position = data.positions(view.edition.id).get(site["mahalla"])
    mahalla = view.mahalla_name(position) if position is not None else ""
    return " · ".join(filter(None, (mahalla, district(view, site["district_pos"]))))
