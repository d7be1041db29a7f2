"""Layouts: an older register is brought up whole or stays as it was, and what comes out is what the models say."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, select, text

from geodata.editions.upkeep import verify
from geodata.errors import StoreError
from geodata.register import Base, PublishedEdition, Register, address, audit, migrations, replay
from geodata.register.posts import BODIES, Body
from geodata.store import Store

LEGACY = Path(__file__).with_name("legacy.sql")


@pytest.fixture
def legacy_url(empty_url):
    """A register from before layouts were numbered."""
    with create_engine(empty_url).begin() as connection:
        for statement in LEGACY.read_text(encoding="utf-8").split(";\n"):
            is_trigger = "CREATE TRIGGER" in statement
            if statement.strip() and not (is_trigger and connection.dialect.name == "postgresql"):
                connection.exec_driver_sql(statement + ("; END" if is_trigger and "END" not in statement else ""))
    return empty_url


def register_at(url):
    return Register(make_url(url), shown="register")


def tables_of(url):
    return set(inspect(create_engine(url)).get_table_names())


def layout_of(url):
    with create_engine(url).connect() as connection:
        return migrations.layout(connection)


def test_the_tables_made_are_those_of_the_models(url):
    with create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        assert migrations.layout(connection) == migrations.LAYOUTS[-1]


def test_the_layouts_known_are_those_with_a_script():
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert tuple(reversed([step.revision for step in script.walk_revisions()])) == migrations.LAYOUTS


def test_a_register_of_the_first_layout_is_brought_up_with_everything_in_it(legacy_url, act):
    register = register_at(legacy_url)
    with register.reading() as session:  # readable as it is
        assert session.scalars(select(PublishedEdition.number)).all() == [1]
        assert replay.differing(session) == []
    with register.writing() as session:
        BODIES.add(session, Body(key="iib", name_uz_latn="IIB"), act)
    assert tables_of(legacy_url) == {*Base.metadata.tables, "alembic_version"}
    with register.reading() as session:
        assert session.scalars(select(PublishedEdition.who)).all() == ["steward"]
        assert audit.first_broken(session) is None
    with pytest.raises(StoreError, match="append only"), register.writing() as session:
        session.execute(text("DELETE FROM audit"))


def test_an_upgrade_that_fails_leaves_the_register_as_it_was(legacy_url, monkeypatch):
    def fail(*_arguments):
        raise ZeroDivisionError

    before = tables_of(legacy_url)
    with monkeypatch.context() as patched:
        patched.setattr("geodata.register.guards.fixed_once_given", fail)  # late in the second step
        with pytest.raises(ZeroDivisionError):
            register_at(legacy_url).upgrade()
    assert tables_of(legacy_url) == before
    register_at(legacy_url).upgrade()
    assert layout_of(legacy_url) == migrations.LAYOUTS[-1]


@pytest.mark.parametrize("to", migrations.LAYOUTS[:-1])
def test_every_layout_leads_to_the_last_one(empty_url, to):
    with create_engine(empty_url).begin() as connection:
        migrations.upgrade(connection, to=to)
        assert migrations.layout(connection) == to
    register_at(empty_url).upgrade()
    assert tables_of(empty_url) == {*Base.metadata.tables, "alembic_version"}


def test_a_register_of_a_later_program_is_not_touched(url, act):
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="has layout 9999, this program knows up to"):
        register_at(url).upgrade()
    with pytest.raises(StoreError, match="use a newer program"), register_at(url).writing():
        pass
    assert layout_of(url) == "9999"


def test_several_that_start_at_once_make_one_register(empty_url, act):
    wrong = []

    def start(number):
        try:
            with register_at(empty_url).writing() as session:
                BODIES.add(session, Body(key=f"b{number}", name_uz_latn="x"), act)
        except Exception as error:  # noqa: BLE001  whatever it was, the test tells it
            wrong.append(error)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with register_at(empty_url).reading() as session:
        assert sorted(kept.what.key for kept in BODIES.find(session)) == ["b0", "b1", "b2", "b3"]
        assert audit.first_broken(session) is None


def test_a_reader_sees_one_state_while_others_write(register, act):
    with register.writing() as session:
        BODIES.add(session, Body(key="a", name_uz_latn="x"), act)
    with register.reading() as session:
        assert len(BODIES.find(session)) == 1
        with register.writing() as other:
            BODIES.add(other, Body(key="b", name_uz_latn="x"), act)
        assert len(BODIES.find(session)) == 1
    with register.reading() as session:
        assert len(BODIES.find(session)) == 2


# --- where the register is


def test_a_folder_without_settings_has_its_register_in_a_file(tmp_path, act):
    store = Store(tmp_path)
    assert not store.has_register
    with store.register.writing() as session:
        BODIES.add(session, Body(key="a", name_uz_latn="x"), act)
    assert (tmp_path / address.FILE).exists()
    assert store.has_register
    assert verify(store) == []


def test_a_folder_whose_settings_name_a_database_has_its_register_there(empty_url, tmp_path, act):
    if not empty_url.startswith("postgresql"):
        pytest.skip("settings name PostgreSQL alone; a file needs none")
    folder = tmp_path / "data"
    folder.mkdir()
    plain = empty_url.replace("postgresql+psycopg", "postgresql")
    (folder / address.SETTINGS).write_text(f'database = "{plain}"\n', encoding="utf-8")
    assert not Store(folder).has_register
    with Store(folder).register.writing() as session:
        BODIES.add(session, Body(key="a", name_uz_latn="x"), act)
    assert Store(folder).has_register
    assert not (folder / address.FILE).exists()
    assert verify(Store(folder)) == []
    with Store(folder).register.writing() as session:
        session.execute(text("UPDATE body SET name_ru = 'x'"))
    assert [finding.code for finding in verify(Store(folder))] == ["record_differs"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('database = "sqlite:////tmp/x"', "begins with sqlite; wanted: postgresql://"),
        ('database = "mysql://a:secret@b/c"', "begins with mysql"),
        ("database = 5", "begins with -"),
        ('databse = "postgresql:///x"', "cannot be read: databse"),
        ("database", "cannot be read"),
    ],
)
def test_settings_that_name_no_database_are_refused(tmp_path, settings, message):
    (tmp_path / address.SETTINGS).write_text(settings, encoding="utf-8")
    with pytest.raises(StoreError, match=message) as raised:
        Store(tmp_path).register  # noqa: B018  the property opens it
    assert "secret" not in str(raised.value)


def test_a_password_is_not_told(tmp_path):
    (tmp_path / address.SETTINGS).write_text(
        'database = "postgresql://a:secret@127.0.0.1:1/c?connect_timeout=2"', encoding="utf-8"
    )
    with pytest.raises(StoreError, match=r"a:\*\*\*@127") as raised:
        Store(tmp_path).register.upgrade()
    assert "secret" not in str(raised.value)


def test_an_old_register_that_cannot_be_written_can_be_read(tmp_path, monkeypatch):
    with sqlite3.connect(tmp_path / address.FILE) as connection:
        connection.executescript(LEGACY.read_text(encoding="utf-8"))
    monkeypatch.setattr("geodata.register.database.os.access", lambda *_: False)
    store = Store(tmp_path)
    store.upgrade()
    with store.register.reading() as session:
        assert session.scalars(select(PublishedEdition.number)).all() == [1]
    assert layout_of(f"sqlite:///{tmp_path / address.FILE}") is None
