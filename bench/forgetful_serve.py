"""`mahalla serve` that forgets sessions soon and collects garbage often: what it still holds then will never go."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

from bench.sessions import GONE_AFTER_S
from dashboard import cli, server

COLLECT_EVERY_S: Final = 3.0


def main() -> int:
    """Serve as the command line does, with the same arguments."""
    read = server.read_config

    def forgetful(path: Path) -> dict[str, Any]:
        return read(path) | {"server.disconnectedSessionTTL": GONE_AFTER_S}

    server.read_config = forgetful
    server.COLLECT_EVERY_S = COLLECT_EVERY_S  # type: ignore[misc]
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
