"""Sign-in keeps the language and the page that was wanted, from the first form to the page after the last."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from dashboard.access import passwords, signin
from geodata.register import Act
from geodata.register.accounts import Account
from tests.dashboard.access.conftest import browser


@pytest.fixture
def one_time(closed, monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    account = Account(key="olim", name="Olim", role="analyst")
    return passwords.add(closed.store.register, account, Act("keeper", datetime.now(UTC)))


def sent(client, path, **values):
    page = client.get(path).text
    secret = re.search(r'name="secret" value="([^"]+)"', page)[1]
    action = re.search(r'action="([^"]+)"', page)[1].replace("&amp;", "&")
    return page, client.post(action, data={"secret": secret, **values})


@pytest.mark.parametrize("chosen", ["", "&lang=uz-Cyrl"])
def test_the_language_stays_through_the_whole_flow(one_time, chosen):
    wanted = chosen.partition("=")[2] or "ru"
    client = browser(app=Starlette(routes=signin.all_routes()))
    start = "/sign-in?next=%2Fdistricts%3Flang%3Dru%26district%3D1710224"
    page, answer = sent(client, start + chosen, name="olim", password=one_time)
    assert f'<html lang="{wanted}">' in page
    there = f"/districts?district=1710224&lang={wanted}"
    assert answer.headers["location"] == there
    led = client.get(there, headers={"accept": "text/html"}).headers["location"]
    assert led.startswith("/sign-in/password?next=")
    page, answer = sent(client, led, old=one_time, new="a-password-of-my-own-7")
    assert f'<html lang="{wanted}">' in page
    assert answer.headers["location"] == there
    page, answer = sent(client, "/sign-out")
    assert f'<html lang="{wanted}">' in page
    assert answer.headers["location"] == f"/sign-in?lang={wanted}"
