"""Tables on their way from the child process to its parent: Parquet, GeoParquet where there is a geometry."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from pathlib import Path

import pandas as pd
from pyarrow import parquet


def save(table: pd.DataFrame, path: Path) -> None:
    """Write `table` to `path`."""
    table.to_parquet(path, index=False)


def load(content: bytes | None) -> pd.DataFrame | None:
    """Table of `content`, as it was saved; None for None."""
    if content is None:
        return None
    is_geo = b"geo" in (parquet.read_schema(BytesIO(content)).metadata or {})  # where GeoParquet tells its columns
    # geopandas takes a third of a second to import, which a plain table need not wait for.
    reader = import_module("geopandas") if is_geo else pd
    table: pd.DataFrame = reader.read_parquet(BytesIO(content))
    return table
