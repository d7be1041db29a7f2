"""What the doctor says of sign-in: nothing set up, local accounts, a provider, and what does not go together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.commands import checkup, checkup_access
from geodata.register import Act
from geodata.register.accounts import ACCOUNTS, Account, named
from geodata.store import Store

ACT = Act("keeper", datetime(2026, 1, 1, tzinfo=UTC))
HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
PROVIDER = """
[provider]
issuer = "https://id.example"
client_id = "map"
[provider.roles]
bosses = "{role}"
"""


def said(folder: Path, text: str | None = None) -> tuple[str, str]:
    if text is not None:
        (folder / "settings.toml").write_text(text)
    return checkup_access.sign_in(Store(folder), port=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store(tmp_path).register.writing() as session:
        ACCOUNTS.add(session, Account(key="admin", name="Admin", role="administrator"), ACT)
        ACCOUNTS.add(session, Account(key="boss", name="Boss", role="commander"), ACT)
    return tmp_path


def test_nothing_set_up_is_told_and_is_missing_where_the_map_has_another_name(tmp_path: Path) -> None:
    state, text = said(tmp_path)
    assert (state, "whoever sits at this machine" in text) == ("note", True)
    assert said(tmp_path, '[access]\nhosts = ["map.example"]\n')[0] == "missing"


def test_local_accounts_with_tls_and_a_copy_of_the_log_are_well(folder: Path) -> None:
    assert said(folder)[0] == "note"
    assert "no copy off this machine" in said(folder)[1]
    state, text = said(
        folder, '[access]\nhosts = ["map.example"]\nbehind_tls = true\n[log]\nsyslog = "log.example:514"\n'
    )
    assert (state, text.startswith("2 local accounts, by HTTPS as map.example;")) == ("ok", True)


def test_a_name_without_tls_is_unsafe(folder: Path) -> None:
    state, text = said(folder, '[access]\nhosts = ["map.example"]\n')
    assert (state, "in the clear" in text) == ("unsafe", True)


def test_a_map_that_nobody_may_administer_is_unsafe(folder: Path) -> None:
    with Store(folder).register.writing() as session:
        ACCOUNTS.close(session, named(session, "admin"), on=date(2026, 1, 2), why="left", act=ACT)
    assert said(folder)[0] == "unsafe"
    assert said(folder, PROVIDER.format(role="commander"))[0] == "unsafe"
    state, text = said(folder, PROVIDER.format(role="administrator"))
    assert (state, text.startswith("1 local accounts and the provider https://id.example")) == ("note", True)


@pytest.mark.parametrize("hosts", ["7", '"map.example"'])
def test_settings_that_cannot_be_read_are_one_line_of_the_doctor(folder: Path, hosts: str) -> None:
    (folder / "settings.toml").write_text(f"[access]\nhosts = {hosts}\n")
    found = {check.name: check for check in checkup.run(folder, port=1)}
    assert found["sign-in"].state == "unsafe"
    assert "access.hosts" in found["sign-in"].said


@pytest.mark.parametrize(
    ("local", "outside"),
    [("0100007F:2135", False), ("00000000:2135", True), ("0500000A:2135", True), ("00000000:2136", False)],
)
def test_the_kernel_tells_who_can_reach_a_port(tmp_path: Path, local: str, *, outside: bool) -> None:
    (tmp_path / "tcp").write_text(
        f"{HEAD}   0: {local} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1\n"
    )
    assert checkup_access.is_open_outside(8501, (tmp_path / "absent", tmp_path / "tcp")) is outside
