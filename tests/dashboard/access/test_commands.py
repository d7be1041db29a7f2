"""`mahalla user`, `session`, `wall`, and `serve` on another address: what they print, refuse and write down."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from dashboard.access import passwords
from dashboard.cli import main
from geodata.analysis import ranking
from geodata.edition import verify
from geodata.register import sessions
from geodata.store import Store


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def mahalla(tmp_path, capsys):
    def run(*words):
        code = main([*words, "--data", str(tmp_path)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_an_account_from_its_making_to_its_end(mahalla, tmp_path):
    code, said = mahalla("user", "add", "anvar", "--role", "administrator", "--name", "Anvar Q.")
    assert code == 0
    first = re.search(r"password.*: (\S+)", said)[1]
    register = Store(tmp_path).register
    assert passwords.check(register, "anvar", first, now=datetime.now(UTC)).name == "Anvar Q."
    assert mahalla("user", "add", "anvar", "--role", "analyst")[0] == 2
    assert "last administrator" in mahalla("user", "disable", "anvar")[1]
    assert mahalla("user", "add", "olim", "--role", "analyst", "--area", "1710224,1710207")[0] == 0
    assert mahalla("user", "role", "anvar", "--role", "administrator", "--area", "1710224")[0] == 2  # the last of all
    assert mahalla("user", "role", "olim", "--role", "commander")[0] == 0
    assert re.search(r"olim +commander +1710224 1710207 +local", mahalla("user", "list")[1])  # nothing was said of it
    assert mahalla("user", "role", "olim", "--role", "commander", "--area", "all")[0] == 0
    assert re.search(r"olim +commander +whole region +local +enabled", mahalla("user", "list")[1])
    second = re.search(r": (\S+)$", mahalla("user", "passwd", "anvar")[1].strip())[1]
    assert second != first
    assert mahalla("user", "disable", "olim", "--why", "moved")[0] == 0
    assert re.search(r"olim .* disabled \S+: moved", mahalla("user", "list")[1])
    assert mahalla("user", "enable", "olim")[0] == 0
    assert "no account" in mahalla("user", "passwd", "nobody")[1]
    assert verify(Store(tmp_path)) == []


def test_an_area_is_one_that_an_edition_has(mahalla, tmp_path, demo_folder):
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    code, said = mahalla("user", "add", "olim", "--role", "analyst", "--area", "1710224,1799999")
    assert code == 2
    assert "No published edition has a district 1799999;" in said
    assert mahalla("user", "add", "olim", "--role", "analyst", "--area", "1710224")[0] == 0
    assert mahalla("user", "role", "olim", "--role", "analyst", "--area", "77")[0] == 2


def test_an_area_of_a_country_may_be_a_whole_region(mahalla, tmp_path, demo_folder, monkeypatch):
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    assert mahalla("user", "add", "olim", "--role", "analyst", "--area", "1710")[0] == 2  # it is all there is
    monkeypatch.setattr(ranking, "region_of", lambda code: "1799" if code in {"1710224", "1710207"} else "1710")
    code, said = mahalla("user", "add", "olim", "--role", "analyst", "--area", "1799,1710220")
    assert code == 0
    assert "1710207 1710224 1710220" in said
    assert mahalla("user", "add", "aziz", "--role", "analyst", "--area", "1726")[1].rstrip().endswith(" 1710, 1799.")


def test_a_session_is_listed_and_revoked(mahalla, tmp_path):
    mahalla("user", "add", "anvar", "--role", "analyst")
    store, now = Store(tmp_path), datetime.now(UTC)
    limits = sessions.Limits(idle=timedelta(hours=1), longest=timedelta(hours=1))
    with store.register.writing() as session:
        number, token = sessions.begin(session, "anvar", kind="person", limits=limits, now=now, address="10.0.0.5")
    said = mahalla("session", "list")[1]
    assert f"{number}  anvar" in said
    assert "10.0.0.5" in said
    assert token not in said
    assert mahalla("session", "revoke", str(number))[0] == 0
    assert mahalla("session", "list")[1] == ""
    assert mahalla("session", "revoke", "77")[0] == 2


def test_a_screen_is_let_in_by_the_code_it_shows(mahalla, tmp_path):
    store, now = Store(tmp_path), datetime.now(UTC)
    with store.register.writing() as session:
        sessions.ask(session, code="ABCD2345", now=now, lives=timedelta(minutes=15))
        sessions.ask(session, code="EFGH2345", now=now - timedelta(hours=1), lives=timedelta(minutes=15))
    assert mahalla("wall", "approve", "ZZZZ-2222", "--name", "hall")[0] == 2
    assert mahalla("wall", "approve", "EFGH-2345", "--name", "hall")[0] == 2, "too old"
    assert mahalla("wall", "approve", "abcd-2345", "--name", "hall")[0] == 0
    assert "approved: hall" in mahalla("wall", "list")[1]


def test_another_address_is_not_served_before_anybody_has_to_sign_in(mahalla, monkeypatch):
    served = []
    monkeypatch.setattr("dashboard.server.serve", lambda _folder, **at: served.append(at))
    monkeypatch.setattr("dashboard.commands.serving.build_demo", lambda _store, **_named: None)
    code, said = mahalla("serve", "--host", "0.0.0.0")  # noqa: S104
    assert code == 2
    assert "mahalla user add NAME --role administrator" in said
    assert served == []
    assert mahalla("serve")[0] == 0
    mahalla("user", "add", "anvar", "--role", "administrator")
    for name in ("MAHALLA_SIGN_IN", "MAHALLA_HOST"):
        monkeypatch.setenv(name, "")  # put back when the test is over
    assert mahalla("serve", "--host", "0.0.0.0")[0] == 0  # noqa: S104
    assert served[-1]["host"] == "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize(
    ("settings", "seen_as"),
    [("behind_tls = true", "https://"), ('hosts = ["map.example"]\nbehind_tls = true', "https://map.example")],
)
def test_a_proxy_is_not_served_before_anybody_has_to_sign_in(mahalla, monkeypatch, tmp_path, settings, seen_as):
    served = []
    monkeypatch.setattr("dashboard.server.serve", lambda _folder, **at: served.append(at))
    monkeypatch.setattr("dashboard.commands.serving.build_demo", lambda _store, **_named: None)
    (tmp_path / "settings.toml").write_text(f"[access]\n{settings}\n")
    code, said = mahalla("serve")
    assert code == 2
    assert seen_as in said
    assert served == []
    (tmp_path / "settings.toml").write_text("")
    assert "open on this machine only" in mahalla("serve")[1]
    (tmp_path / "settings.toml").write_text(f"[access]\n{settings}\n")
    mahalla("user", "add", "anvar", "--role", "administrator")
    monkeypatch.setenv("MAHALLA_SIGN_IN", "")  # put back when the test is over
    assert "open on this machine only" not in mahalla("serve")[1]
