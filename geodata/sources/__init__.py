"""Reading files of the authorities: each is opened by its content, in a child process, checked, and named.

`check` never raises for what is in a file; it returns a `Report`.
"""

from geodata.sources.report import KINDS, RECORDS, ReadOptions, Report
from geodata.sources.sandbox import check

__all__ = ["KINDS", "RECORDS", "ReadOptions", "Report", "check"]
