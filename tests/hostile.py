"""Texts made to do harm, and a data folder that has them in every text of every table.

What would run sets `window.top.hit`; what would be fetched names a host of its own. Nothing of the kind may happen.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.edition import Edition, publish
from geodata.sites import CRITERIA
from geodata.store import Store
from tests.geodata import made
from tests.shared import SHARED

HOST = "hostile.invalid"
RUN = "window.top.hit=1"

TEXTS = (
    "{{7*7}}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in (1).__class__ %}",
    "{# comment",
    "{got} {0} %(x)s %s",
    f'<img src=x onerror="{RUN}">',
    f"</script><script>{RUN}</script>",
    f"</style></title></textarea><svg onload={RUN}>",
    f"\"'><iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"javascript:{RUN}",
    f"`${{{RUN}}}`",
    f"\\u003cimg src=x onerror={RUN}\\u003e",
    f"![a](http://{HOST}/a.png) [b](http://{HOST}/b) :material/home: :red[c] $x^2$ **d**",
    f"<link rel=stylesheet href=//{HOST}/c.css><base href=//{HOST}/>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "'; DROP TABLE audit; --",
    "../../etc/passwd",
    "\u202eelpmaxe\u202c \u2066mixed\u2069 \u200f\u200eמבחן",
    "Z̶̢̛a̴l̷g̸o̵ ﷽ 👩‍👩‍👧‍👦 𝕳",
    "W" * 10_000,
    "uzun nom " * 500,
    "\u0007bell\u001b[31mred",
    "line\nbreak\ttab\r\nend",
)


def naughty() -> list[str]:
    """The list of naughty strings of the shared material, where it is there."""
    path = SHARED / "badinputs" / "blns" / "blns.json"
    return [text for text in json.loads(path.read_text(encoding="utf-8")) if text.strip()] if path.exists() else []


def texts(number: int, *, start: int = 0) -> list[str]:
    """So many hostile texts, from a place in the list on."""
    return [TEXTS[(start + n) % len(TEXTS)] for n in range(number)]


def fill(store: Store) -> None:
    """Every kind of table, with hostile text wherever a table has text that is not a code or one of our own words."""
    ids = made.identity()
    count = len(ids)
    named = {
        name: texts(count, start=n) for n, name in enumerate(("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en"))
    }
    register = ids.assign(**named, name=named["name_uz_latn"], kind=texts(count, start=4), status=texts(count, start=5))
    places = {code: texts(1, start=6 + n)[0] for n, (code, _) in enumerate(made.DISTRICTS)}
    for table in (register,):
        table["district"] = table["district_code"].map(places)
        table["region"] = TEXTS[5]
    incidents = made.incidents()
    incidents["type"] = np.resize(texts(len(TEXTS)), len(incidents))
    incidents.loc[:40, ["code", "mfy_id", "mahalla_id"]] = None
    incidents.loc[:40, "name"] = np.resize(texts(len(TEXTS)), 41)
    categories = made.categories().assign(order=texts(count, start=7), author=texts(count, start=8))
    sites = made.sites().assign(title=texts(3, start=5), id=texts(3, start=5), photo=texts(3, start=20), status="made")
    for name in ("planned", "opened", "checked"):
        sites[name] = pd.NaT
    for criterion in CRITERIA:
        sites[f"{criterion}_planned"] = sites[f"{criterion}_installed"] = pd.array([2, 1, None], dtype="Int64")
    indicators = ids.assign(density=np.arange(float(count)), row=np.arange(count))
    unread = pd.DataFrame(
        {"row": ["1", "2"], "reason": "date_unreadable", "sana": [TEXTS[5], TEXTS[23]], TEXTS[6]: "x"}
    )
    for kind, table in {
        "register": register,
        "boundaries": made.boundaries(),
        "incidents": incidents,
        "population": made.population().assign(status=TEXTS[5]),
        "categories": categories,
        "sites": sites,
        "indicators": indicators,
    }.items():
        report = made.report(kind, table, name=TEXTS[5], labels={"density": TEXTS[6]} if kind == "indicators" else None)
        if kind == "incidents":
            report = made.Report(kind, table, TEXTS[13], report.sha256, rejected=unread)
        store.add(report, who=TEXTS[6], mark="demonstration")


def publish_hostile(folder: Path) -> Edition:
    """The hostile edition, published."""
    store = Store(folder)
    fill(store)
    return publish(store, who=TEXTS[6], note=TEXTS[5])
