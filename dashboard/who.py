"""Who acts on a page: the one place that knows."""

from __future__ import annotations

import getpass
from typing import Final

UNNAMED: Final = "local"


def here() -> str:
    """The name that the register keeps for what is done now: that of the account the product runs under."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return UNNAMED
