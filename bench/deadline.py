"""Time limits: one for the whole bench, one for each part of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic


@dataclass(frozen=True, slots=True)
class Deadline:
    """`seconds` from the moment it is made."""

    seconds: float
    begun: float = field(default_factory=monotonic)

    @property
    def left_s(self) -> float:
        """Seconds that are left; never below a tenth, so that it can be given to whatever waits."""
        return max(0.1, self.begun + self.seconds - monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() > self.begun + self.seconds

    def part(self, seconds: float) -> Deadline:
        """A shorter one, or what is left of this one."""
        return Deadline(min(seconds, self.left_s))
