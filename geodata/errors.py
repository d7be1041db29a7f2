"""The error tree of the data: one class per cause, each with a finding that says what, where and what to do."""

from __future__ import annotations

from geodata.findings import Finding


class GeodataError(Exception):
    """Base of every error this package raises on purpose.

    `finding` holds the code, the place and the values, so that a page can say it in its reader's language;
    `str(error)` is the English sentence.
    """

    def __init__(self, code: str, *, where: str = "", **values: object) -> None:
        self.finding = Finding(code, where, values)
        super().__init__(self.finding.message)


class OptionError(GeodataError):
    """A setting or an argument of the caller is outside what is allowed."""


class SourceError(GeodataError):
    """A file cannot be used at all."""


class StoreError(GeodataError):
    """The data folder cannot be read or written as asked."""


class NoEditionError(StoreError):
    """Nothing has been published yet, or the edition asked for does not exist."""


class PublishError(StoreError):
    """What lies in staging does not make an edition."""


class PeriodError(GeodataError):
    """A period that cannot be read or compared."""


class AccessError(GeodataError):
    """What is asked for is not for whoever asks."""
