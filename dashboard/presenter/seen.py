"""What the presenter's page knows in one run: the desk, the edition on the stage, the words of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard import country, data, state
from dashboard.language import Words
from dashboard.stage import desk as desks
from dashboard.stage.desk import Desk
from dashboard.stage.scene import Asked, Setting
from geodata.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """One run of the page. `current` is the edition that is current, `edition` the one the stage shows."""

    desk: Desk
    edition: Edition
    current: Edition
    words: Words

    @property
    def meeting(self) -> int | None:
        """The number of the meeting that is on."""
        return self.desk.agenda.meeting.id if self.desk.agenda else None

    @property
    def speaker(self) -> str:
        """The district of the speaker, or in a country the region; "" for none."""
        return self.desk.item.what.place if self.desk.item else ""

    @property
    def about(self) -> str:
        """The region of a country that the meeting is about; "" for the whole of the edition."""
        return self.desk.about(self.edition)

    @property
    def place(self) -> str:
        """What is spoken about: the speaker's place, else what the meeting is about; "" for the whole."""
        return self.speaker or self.about

    def setting(self, place: str = "") -> Setting:
        """What scenes of a place are made of, for the tables beside them."""
        day = self.desk.day(self.edition, datetime.now(UTC))
        asked = Asked(kind="overview", place=place, language=self.words.language, day=day)
        return Setting(asked=asked, edition=self.edition, records=self.desk.records, agenda=self.desk.agenda)


def now() -> Seen:
    """What is so now; NoEditionError where nothing has been published."""
    desk = desks.read()
    edition = data.edition(desk.edition)
    return Seen(desk=desk, edition=edition, current=data.edition(), words=country.words(edition, state.language()))
