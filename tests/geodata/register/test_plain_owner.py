"""PostgreSQL as an administrator sets it up: the user of the database owns it, is no superuser and may make no roles.

Row-level security does not hold superusers, so what it promises is tried here; a backup under it, too.
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import create_engine, text

from geodata.errors import StoreError
from geodata.register import Base, PublishedEdition, Register, areas, audit, stage, transfer
from geodata.register.decisions import DECISIONS, MEASURES, Decision, Measure
from geodata.register.meetings import AGENDA, MEETINGS, REMARKED, AgendaItem, Meeting, Remark
from geodata.register.posts import BODIES, POSTS, SEATS, Body, Post, Seat
from geodata.register.signals import ACKNOWLEDGEMENTS, Acknowledgement
from geodata.register.stage import Cue, Note
from tests.geodata.register.conftest import plainly_owned

OWN, FOREIGN, REGION = "1710224", "1710207", "1710"
DAY = date(2025, 2, 28)
CLERK = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clerk') THEN CREATE ROLE clerk LOGIN; END IF;
END $$
"""


@pytest.fixture
def administered(server):
    return plainly_owned(server)


@pytest.fixture
def kept(administered, act):
    """Its register, with a meeting of the region and of two districts, and all that hangs on them."""
    register = Register(administered, shown="register")
    with register.writing() as session:
        BODIES.add(session, Body(key="iib", name_uz_latn="IIB"), act)
        POSTS.add(session, Post(key="head", body="iib", level="district", name_uz_latn="Boshliq", since=DAY), act)
        session.add(PublishedEdition(number=1, content="x", manifest="x", published_at="x", who="x"))
        region = MEETINGS.add(session, Meeting(level="region", place=REGION, day=DAY, title="Region"), act)
        for place in (OWN, FOREIGN):
            held = MEETINGS.add(session, Meeting(level="district", place=place, day=DAY, title=place), act)
            AGENDA.add(session, AgendaItem(meeting=region.id, number=1, subject=place, place=place), act)
            REMARKED.add(session, Remark(meeting=held.id, kind="shortcoming", text=place, place=place), act)
            decided = Decision(
                meeting=held.id, number=1, text=place, place=place, level="district", post="head", due=DAY
            )
            DECISIONS.add(session, decided, act)
            MEASURES.add(session, Measure(post="head", place=place, day=DAY, measure="warned"), act)
            SEATS.add(session, Seat(group="s", place=place, post="head", order="1", since=DAY), act)
            said = Acknowledgement(
                edition=1, mahalla=place, group="preventable", month="2025-01", state="seen", who="a", at="2025-02-28"
            )
            ACKNOWLEDGEMENTS.add(session, said, act)
        stage.set_cue(session, Cue(mode="meeting", meeting=region.id, scene="overview", place=OWN), act)
        stage.set_note(session, Note(meeting=region.id, text="between ourselves"), act)
    return register


def of_area(register):
    register.places = lambda: frozenset({OWN})
    return register


def test_the_user_is_the_owner_and_no_superuser(kept):
    with kept.reading() as session:
        said = session.execute(text("SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = user"))
        assert tuple(said.one()) == (False, False, False)
        owners = session.execute(text("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"))
        assert owners.scalars().all() == ["mahalla"]


def test_an_area_sees_its_own_rows_of_every_table_with_a_place(kept):
    with of_area(kept).reading() as session:
        assert session.execute(text("SELECT current_user")).scalar() == "mahalla_area"
        for table in ("agenda_item", "remark", "decision", "measure", "seat"):
            assert session.execute(text(f"SELECT place FROM {table}")).scalars().all() == [OWN], table  # noqa: S608
        assert session.execute(text("SELECT mahalla FROM acknowledgement")).scalars().all() == [OWN]
        assert session.execute(text("SELECT place FROM meeting ORDER BY id")).scalars().all() == [REGION, OWN]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM cue", "SELECT * FROM meeting_note", "SELECT * FROM playlist_step", "SELECT * FROM account",
        "SELECT details FROM audit", "UPDATE current_edition SET number = 1", "UPDATE edition SET who = 'x'",
        "DELETE FROM decision", "TRUNCATE decision",
    ],
)  # fmt: skip
def test_an_area_may_not(kept, statement):
    with pytest.raises(StoreError, match="permission denied"), of_area(kept).writing() as session:
        session.execute(text(statement))


def test_an_area_writes_its_own_and_the_trail_goes_on(kept, act):
    with of_area(kept).writing() as session:
        [own] = DECISIONS.find(session)
        DECISIONS.close(session, own, on=DAY, why="taken back", act=act)
        added = Acknowledgement(
            edition=1, mahalla=OWN, group="preventable", month="2025-02", state="seen", who="a", at="2025-02-28"
        )
        ACKNOWLEDGEMENTS.add(session, added, act)
    kept.places = lambda: None
    with kept.reading() as session:
        assert audit.first_broken(session) is None
    of_area(kept)
    for foreign in (
        "UPDATE decision SET place = :foreign",
        "INSERT INTO remark (meeting, kind, text, place, post) VALUES (2, 'proposal', 'x', :foreign, '')",
        "UPDATE acknowledgement SET mahalla = :foreign",
    ):
        with pytest.raises(StoreError, match="row-level security"), kept.writing() as session:
            session.execute(text(foreign), {"foreign": FOREIGN})
    with kept.writing() as session:
        hidden = session.execute(text("UPDATE decision SET text = 'x' WHERE place = :foreign"), {"foreign": FOREIGN})
        assert hidden.rowcount == 0


def test_without_a_word_the_owner_himself_sees_nothing(kept, administered):
    with create_engine(administered).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM meeting")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM acknowledgement")).scalar() == 0


def test_every_table_is_held_to_an_area_or_open_to_it_on_purpose(kept):
    """A new table needs a column with its place, rights of its own, or a word here that all of it is the region's."""
    for_all = {"assignment_rule", "body", "playlist_step", "post", "review_rule", "site_photo", "special_day"}
    with kept.reading() as session:
        guarded = session.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"))
        assert {table.name for table in Base.metadata.sorted_tables} == {
            *guarded.scalars(),
            *areas.RIGHTS,
            *for_all,
        } - {"alembic_version"}


def test_a_backup_has_every_row(kept, tmp_path):
    transfer.snapshot(kept, tmp_path / "copy.sqlite")
    with Register.in_folder(
        tmp_path.joinpath("copy.sqlite").rename(tmp_path / "register.sqlite").parent
    ).reading() as copy:
        assert len(MEETINGS.find(copy)) == 3
        assert len(DECISIONS.find(copy)) == 2


def test_a_backup_by_a_user_who_does_not_see_every_row_is_refused_and_says_why(kept, administered, server, tmp_path):
    def said(*statements):
        owner = create_engine(administered, isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    with create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT").connect() as keeper:
        keeper.execute(text(CLERK))
    clerk = Register(administered.set(username="clerk"), shown="register")
    said("GRANT SELECT ON alembic_version TO clerk")
    with pytest.raises(StoreError, match="permission denied for table"):
        transfer.snapshot(clerk, tmp_path / "refused.sqlite")
    said(
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO clerk",
        f"CREATE POLICY one_place ON decision AS RESTRICTIVE TO clerk USING (place = '{OWN}')",
    )
    with pytest.raises(
        StoreError, match=r"lost records \(table decision\); does the user of the database see every row"
    ):
        transfer.snapshot(clerk, tmp_path / "shrunk.sqlite")


def test_doctor_is_told_whether_the_database_holds_areas(kept, administered, server):
    assert kept.weakness() == ""
    keeper = Register(administered.set(username="keeper"), shown="register")
    assert "superuser" in keeper.weakness()
    with create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("REVOKE mahalla_area FROM mahalla"))
        try:
            assert "GRANT mahalla_area" in kept.weakness()
        finally:
            connection.execute(text("GRANT mahalla_area TO mahalla"))


def test_a_role_made_after_the_tables_gets_its_rights_at_the_next_start(kept, administered):
    with create_engine(administered).begin() as connection:
        connection.execute(text("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM mahalla_area"))
    with pytest.raises(StoreError, match="permission denied"), of_area(kept).reading() as session:
        MEETINGS.find(session)
    started = Register(administered, shown="register")
    started.upgrade()
    with of_area(started).reading() as session:
        assert len(MEETINGS.find(session)) == 2
