"""`mahalla serve` with a stopwatch on every script run: the bench starts the product through this.

The time is that of `ScriptRunner._run_script`, on the script's own thread in the serving process: everything between
the moment a session takes up a rerun and the moment it is free again. Each run adds a line with its milliseconds to
the file named by BENCH_RUNS.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from dashboard import cli

RUNS_VARIABLE: Final = "BENCH_RUNS"


def main() -> int:
    """Serve as the command line does, with the same arguments."""
    real = ScriptRunner._run_script  # noqa: SLF001  # Streamlit tells the time of a run only to its own statistics
    with Path(os.environ[RUNS_VARIABLE]).open("a", buffering=1, encoding="utf-8") as log:

        def timed(self: ScriptRunner, *values: Any) -> None:
            begun = perf_counter()
            try:
                real(self, *values)
            finally:
                log.write(f"{(perf_counter() - begun) * 1000:.3f}\n")

        ScriptRunner._run_script = timed  # type: ignore[method-assign, assignment]  # noqa: SLF001
        return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
