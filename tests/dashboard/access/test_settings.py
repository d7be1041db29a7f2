"""Settings of access: what may stand in the file, who may read the secret, where the log goes."""

from __future__ import annotations

import json
import socket
from datetime import timedelta

import pytest

from dashboard.access import settings
from dashboard.access.trail import Trail
from geodata.errors import OptionError, StoreError
from geodata.register import address
from geodata.register.access_log import Event
from geodata.store import Store
from tests.dashboard.access.conftest import ACT

PROVIDER = '[provider]\nissuer = "https://id.example"\nclient_id = "map"\n[provider.roles]\na = "analyst"\n'


def read(folder, text):
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return settings.read(folder)


def test_without_a_file_everything_has_its_value(tmp_path):
    found = settings.read(tmp_path)
    assert found.provider is None
    assert not found.access.behind_tls
    assert found.access.person.idle == timedelta(minutes=30)
    assert found.access.person.longest == timedelta(hours=12)


def test_after_how_many_days_an_edition_is_old(tmp_path):
    assert settings.read(tmp_path).wall.old_after_days == 45
    assert read(tmp_path, "[wall]\nold_after_days = 100").wall.old_after_days == 100
    for wrong in ("0", "4000", '"45"', "true"):
        with pytest.raises(OptionError, match=r"wall\.old_after_days"):
            read(tmp_path, f"[wall]\nold_after_days = {wrong}")
    with pytest.raises(OptionError, match="old_after_days"):
        read(tmp_path, "[wall]\nold_after = 45")


def test_what_is_set_holds_and_leaves_the_register_alone(tmp_path):
    told = '[access]\nhosts = ["map.example"]\nbehind_tls = true\nidle_minutes = 10\n[log]\nfile = "x"\n' + PROVIDER
    found = read(tmp_path, told)
    assert found.access.hosts == ("map.example",)
    assert found.access.behind_tls
    assert found.access.person.idle == timedelta(minutes=10)
    assert found.provider is not None
    assert found.provider.roles == {"a": "analyst"}
    assert address.database_of(tmp_path) is None


@pytest.mark.parametrize(
    "wrong",
    [
        "[access]\nidle_minutes = 0\n",
        '[access]\nidle_minutes = "10"\n',
        "[access]\nbehind_tls = 1\n",
        '[access]\nhosts = ["https://map.example"]\n',
        "[access]\nunknown = 1\n",
        '[log]\nsyslog = "host"\n',
        "access = 3\n",
        PROVIDER.replace("https", "http"),
        PROVIDER.replace('"analyst"', '"king"'),
        '[provider]\nissuer = "https://id.example"\nclient_id = "map"\n',
    ],
)
def test_anything_else_is_refused(tmp_path, wrong):
    with pytest.raises(OptionError, match="must be"):
        read(tmp_path, wrong)


def test_a_section_that_nobody_reads_is_a_mistake(tmp_path):
    with pytest.raises(StoreError, match="acess"):
        read(tmp_path, "[acess]\nbehind_tls = true\n")


def test_the_address_served_is_answered(tmp_path, monkeypatch):
    for host, hosts in (("10.1.2.3", ("10.1.2.3",)), ("0.0.0.0", ()), ("", ())):  # noqa: S104
        monkeypatch.setenv(settings.HOST_VARIABLE, host)
        assert settings.read(tmp_path).access.hosts == hosts


def test_the_secret_must_be_its_owner_s_alone(tmp_path):
    told = PROVIDER.replace("[provider.roles]", 'secret_file = "secret"\n[provider.roles]')
    (tmp_path / "secret").write_text("hidden\n")
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(StoreError, match="read by others"):
        read(tmp_path, told)
    (tmp_path / "secret").chmod(0o600)
    found = read(tmp_path, told)
    assert found.provider is not None
    assert found.provider.secret == "hidden"  # noqa: S105
    assert "hidden" not in repr(found)


def test_the_log_goes_off_the_machine_with_the_hashes_of_the_register(tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(20)
        target = settings.Log(file=str(tmp_path / "log"), syslog=f"127.0.0.1:{listener.getsockname()[1]}")
        trail = Trail(Store(tmp_path).register, target)
        trail.note(Event(at=ACT.at, who="anvar", action="saw", details={"page": "region"}))
        trail.flush()
        sent = listener.recv(4096).decode()
    line = json.loads((tmp_path / "log").read_text(encoding="utf-8"))
    assert (line["seq"], line["who"], line["action"], line["details"]) == (1, "anvar", "saw", {"page": "region"})
    assert len(line["hash"]) == 64
    assert line["hash"] in sent


def test_what_cannot_be_written_waits(tmp_path, monkeypatch):
    store = Store(tmp_path)
    trail = Trail(store.register, settings.Log())
    trail.note(Event(at=ACT.at, who="anvar", action="saw"))

    def full():
        raise StoreError("store_write", folder="x", got="full")

    with monkeypatch.context() as patched:
        patched.setattr(store.register, "writing", full)
        trail.flush()
    assert [event.who for event in trail._waiting] == ["anvar"]
    trail.flush()
    assert trail._waiting == []


def test_what_a_folder_that_can_only_be_read_does_not_take_waits_and_the_log_of_the_server_says_so(
    tmp_path, monkeypatch, caplog
):
    Store(tmp_path).register.upgrade()
    monkeypatch.setattr("geodata.register.database.os.access", lambda *_: False)
    trail = Trail(Store(tmp_path).register, settings.Log())
    trail.note(Event(at=ACT.at, who="anvar", action="saw"))
    for _ in range(2):
        trail.flush()
    assert [event.who for event in trail._waiting] == ["anvar"]
    assert [record.levelname for record in caplog.records if record.name == "dashboard.access.trail"] == ["ERROR"]
