"""Local accounts: one-time first passwords, locks that grow, and who may not be shut out."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from dashboard.access import passwords
from geodata.errors import AccessError, OptionError, StoreError
from geodata.register import Act, accounts
from geodata.register.accounts import Account, Credential
from geodata.store import Store

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ACT = Act("keeper", START)
OWN = "four words of mine"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Hashes that cost next to nothing: what is tried here is who is let in."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._decoy.cache_clear()
    yield
    passwords._decoy.cache_clear()


@pytest.fixture
def register(register_with_accounts, tmp_path):
    shutil.copy(register_with_accounts, tmp_path)
    return Store(tmp_path).register


@pytest.fixture
def first(register):
    return passwords.add(register, Account(key="anvar", name="Anvar", role="analyst"), ACT)


def later(**since):
    return START + timedelta(**since)


def test_the_first_password_lets_in_and_must_be_replaced(register, first):
    assert passwords.check(register, "anvar", first, now=START).role == "analyst"
    with register.reading() as session:
        assert session.get(Credential, "anvar").one_time
    passwords.change(register, "anvar", first, OWN, now=later(minutes=1))
    with register.reading() as session:
        assert not session.get(Credential, "anvar").one_time
    assert passwords.check(register, "anvar", OWN, now=later(days=300)).key == "anvar"
    with pytest.raises(AccessError, match="do not fit"):
        passwords.check(register, "anvar", first, now=later(minutes=2))


def test_a_first_password_is_good_for_three_days(register, first):
    with pytest.raises(AccessError, match="do not fit"):
        passwords.check(register, "anvar", first, now=later(days=3, seconds=1))


def test_the_lock_comes_after_a_few_failures_and_grows(register, first):
    waits, now = [], START
    for _ in range(8):
        with pytest.raises(AccessError, match="do not fit"):
            passwords.check(register, "anvar", "wrong", now=now)
        with register.reading() as session:
            until = session.get(Credential, "anvar").locked_until
        waits.append(0 if until is None else (datetime.fromisoformat(until) - now).seconds)
        now += timedelta(seconds=waits[-1] + 1)
    assert waits == [0, 0, 0, 0, 15, 30, 60, 120]


def test_while_locked_even_the_right_password_is_refused_and_no_try_counts(register, first):
    for _ in range(5):
        with pytest.raises(AccessError):
            passwords.check(register, "anvar", "wrong", now=START)
    with pytest.raises(AccessError):
        passwords.check(register, "anvar", first, now=later(seconds=14))
    assert passwords.check(register, "anvar", first, now=later(seconds=15)).key == "anvar"


def test_names_that_nobody_has_are_refused_in_the_same_words(register, first):
    with pytest.raises(AccessError) as unknown:
        passwords.check(register, "nobody", "wrong", now=START)
    with pytest.raises(AccessError) as wrong:
        passwords.check(register, "anvar", "wrong", now=START)
    assert str(unknown.value) == str(wrong.value)


@pytest.mark.parametrize(
    "weak",
    [
        *("short", "aaaaaaaaaaaa", "my name is anvar", "012345678901", "x" * 300),
        *("qwertyuiop2026", "1q2w3e4r5t6y", "Administrator1!", "йцукенгшщзхъ"),
    ],
)
def test_a_weak_password_is_not_taken(register, first, weak):
    with pytest.raises(OptionError, match=r"characters|guess"):
        passwords.change(register, "anvar", first, weak, now=START)


def test_a_disabled_account_lets_nobody_in_until_it_is_enabled(register, first):
    passwords.disable(register, "anvar", why="on leave", act=ACT)
    with pytest.raises(AccessError):
        passwords.check(register, "anvar", first, now=START)
    passwords.enable(register, "anvar", why="back", act=ACT)
    assert passwords.check(register, "anvar", first, now=START).key == "anvar"


def test_an_account_ends_on_the_day_it_is_in_the_country(register, first):
    passwords.disable(register, "anvar", why="on leave", act=Act("keeper", datetime(2026, 3, 1, 20, tzinfo=UTC)))
    with register.reading() as session:
        assert accounts.named(session, "anvar").closed_on == date(2026, 3, 2)


def test_the_last_administrator_stays(register):
    for act in (
        lambda: passwords.disable(register, "admin", why="x", act=ACT),
        lambda: passwords.assign(register, "admin", "analyst", (), ACT),
    ):
        with pytest.raises(StoreError, match="last administrator"):
            act()
    passwords.add(register, Account(key="two", name="Two", role="administrator"), ACT)
    passwords.disable(register, "admin", why="x", act=ACT)


def test_a_name_is_taken_once_and_the_trail_holds_no_hash(register, first):
    with pytest.raises(StoreError, match="already"):
        passwords.add(register, Account(key="anvar", name="Another", role="analyst"), ACT)
    from sqlalchemy import select

    from geodata.register import AuditEntry

    with register.reading() as session:
        told = " ".join(session.scalars(select(AuditEntry.details)))
        assert "argon2" not in told
        assert accounts.has_any(session)


@pytest.mark.parametrize("name", ["A", "x", "with blank", "semi;colon", "ё-имя", "a" * 101, "-x"])
def test_a_name_of_other_letters_is_refused(name):
    with pytest.raises(OptionError, match="account name"):
        Account(key=name, name="x", role="analyst")
