"""What a provider says is believed only if every part of it fits; where to go after sign-in stays on this server."""

from __future__ import annotations

import time

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from dashboard.access import provider
from dashboard.access.forms import local_path
from dashboard.access.roles import Role
from dashboard.access.settings import Provider
from geodata.errors import AccessError, GeodataError
from geodata.register import accounts
from geodata.store import Store
from tests.dashboard.access.conftest import ACT

GIVEN = Provider(
    issuer="https://id.example", client_id="map", secret="-", role_claim="groups", area_claim="unit",  # noqa: S106
    roles={"bosses": Role.COMMANDER, "analysts": Role.ANALYST}, areas={"karshi": ("1710224",), "all": ()},
)  # fmt: skip


@pytest.fixture(scope="module")
def keys():
    return RSAKey.generate_key(2048, {"kid": "1"}), RSAKey.generate_key(2048, {"kid": "1"})


def told(key, header=None, **changed):
    now = int(time.time())
    claims = {"iss": "https://id.example", "aud": "map", "sub": "7", "nonce": "n", "iat": now, "exp": now + 60}
    return jwt.encode(header or {"alg": "RS256", "kid": "1"}, claims | changed, key)


def check(token, key):
    return provider._checked(token, {"keys": [key.as_dict(private=False)]}, GIVEN, "n")


def test_a_token_that_fits_is_believed(keys):
    assert check(told(keys[0], aud=["map"]), keys[0])["sub"] == "7"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"aud": ["map", "another"], "azp": "another"},
        {"nonce": "of another sign-in"},
        {"exp": 1},
        {"iat": 9_999_999_999},
        {"sub": ""},
    ],
)
def test_a_token_of_another_place_or_time_is_not(keys, changed):
    with pytest.raises(AccessError):
        check(told(keys[0], **changed), keys[0])


def test_a_token_that_somebody_else_signed_is_not(keys):
    with pytest.raises(JoseError):
        check(told(keys[1]), keys[0])
    head, body, _ = told(keys[0]).split(".")
    with pytest.raises((JoseError, ValueError)):
        check(f"{head}.{body}.", keys[0])


@pytest.mark.parametrize(
    ("claims", "role", "areas"),
    [
        ({"groups": ["analysts"], "unit": "karshi"}, "analyst", ("1710224",)),
        ({"groups": ["analysts", "bosses"], "unit": ["karshi", "x"]}, "commander", ("1710224",)),
        ({"groups": "bosses", "unit": "all"}, "commander", ()),
    ],
)
def test_claims_become_role_and_area(claims, role, areas):
    made = provider._account(GIVEN, {"sub": "7", "preferred_username": "Dil Noza", **claims})
    assert (made.key, made.role, made.areas, made.origin) == ("dil-noza", role, areas, "oidc")


@pytest.mark.parametrize(
    "claims", [{}, {"groups": ["x"]}, {"groups": ["analysts"]}, {"groups": "analysts", "unit": "x"}]
)
def test_without_a_role_or_an_area_of_the_table_nobody_is_let_in(claims):
    with pytest.raises(AccessError):
        provider._account(GIVEN, {"sub": "7", **claims})


def test_a_provider_takes_over_no_local_account_and_no_disabled_one(tmp_path):
    register = Store(tmp_path).register
    with register.writing() as session:
        accounts.ACCOUNTS.add(session, accounts.Account(key="local", name="L", role="analyst"), ACT)
    for name in ("local", "gone"):
        made = accounts.Account(key=name, name="x", role="administrator", origin="oidc")
        if name == "gone":
            provider._keep(register, made)
            with register.writing() as session:
                kept = accounts.named(session, name)
                accounts.ACCOUNTS.close(session, kept, on=ACT.at.date(), why="left", act=ACT)
        with pytest.raises(GeodataError):
            provider._keep(register, made)


@pytest.mark.parametrize(
    "asked", ["//evil.example", "https://evil.example", "/\\evil.example", "\\/x", "", "/a\r\nX: y"]
)
def test_after_sign_in_nobody_is_led_elsewhere(asked):
    assert local_path(asked) == "/"
    assert local_path("/districts?lang=ru") == "/districts?lang=ru"
