"""What the map of a page will fetch, told in the head of the page's first answer (`Link`, RFC 8288).

The map is the last thing to appear: its frame opens only after Streamlit has started, run the page and drawn it.
Fetched while that goes on, its scripts and shapes lie in the browser's cache when the frame asks for them.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import Scope

from dashboard import data
from dashboard.language import Language, from_header
from dashboard.state import Field
from geodata.errors import GeodataError
from layers import assets


def link(scope: Scope, scripts: tuple[str, ...]) -> str:
    """The value of the header for a page asked for by `scope`; `scripts` are those of the frame itself."""
    return ", ".join(f'<{address}>; rel="prefetch"' for address in (*scripts, *_addresses(scope)))


def _addresses(scope: Scope) -> list[str]:
    """The files of the map, and what it draws of the edition asked for in the reader's language."""
    asked = {name: values[0] for name, values in parse_qs(scope.get("query_string", b"").decode("latin-1")).items()}
    files = [asset.url for asset in assets.FILES.values()]
    number = asked.get(Field.EDITION, "")
    try:
        edition = data.edition(int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None)
    except GeodataError:
        return files
    told = asked.get(Field.LANGUAGE, "")
    language = Language(told) if told in set(Language) else from_header(Headers(scope=scope))
    return [
        *files,
        data.geometry_address(edition),
        *filter(None, (data.names_address(edition.id, language), data.sites_address(edition.id, language))),
    ]
