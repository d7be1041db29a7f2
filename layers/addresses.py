"""What may stand in a template: addresses on this server and codes; anything else is refused before it is rendered."""

from __future__ import annotations

import re
from typing import Final

from geodata.errors import OptionError

_ADDRESS: Final = re.compile(r"/(?!/)[A-Za-z0-9/._~?=&,:+-]*")
_CODE: Final = re.compile(r"[A-Za-z0-9.-]{1,40}")


def address(text: str) -> str:
    """The text, if it is a path on this server; OptionError otherwise."""
    if not _ADDRESS.fullmatch(text):
        raise OptionError("option", name="address", got=text, wanted="a path on this server")
    return text


def code(text: str) -> str:
    """The text, if it can be the code of a place; OptionError otherwise."""
    if not _CODE.fullmatch(text):
        raise OptionError("option", name="code", got=text, wanted="letters, digits, dots and hyphens")
    return text
