"""A district's account, and nobody at all, go for what is not theirs: every route, every parameter, every cookie."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from dashboard import data, routes
from dashboard.access import acting, passwords, signin
from dashboard.access.door import door
from dashboard.access.roles import Role
from dashboard.export import take
from dashboard.export.pack import records, slides, workbook
from dashboard.export.pack.facts import Facts
from dashboard.language import Language
from dashboard.state import Address
from dashboard.view import of
from geodata.analysis import ranking
from geodata.register import Act, sessions
from geodata.register.accounts import Account
from tests.dashboard.access.conftest import browser
from tests.dashboard.access.test_files import FOREIGN, OWN, asked_by

LONG, DIGITS = "a" * 3000, "9" * 5000
STRANGE = (
    f"/photo/{LONG}", "/photo/a%00b", "/photo/..%2f..%2fetc%2fpasswd", "/photo/%2e%2e", "/photo/withdrawn",
    f"/assets/fonts/{LONG}", "/assets/fonts/..%2f..%2f__init__.py", f"/assets/{LONG}/map.js",
    f"/edition/{DIGITS}-x/names/ru/d", "/edition/1-%00/names/ru/x", "/edition/²-x/names/ru/x",
    f"/edition/1-{LONG}/clusters/x",
    f"/stage/turn/{DIGITS}/ru", "/stage/turn/-1/ru", "/stage/turn/1/{{7*7}}", "/stage/now/{{7*7}}/ru",
    f"/stage/assets/{LONG}/stage.js", f"/take/{LONG}.png", "/take/map.%00",
)  # fmt: skip
PARAMETERS = (
    {"edition": DIGITS}, {"edition": "9" * 25}, {"edition": "-1"}, {"edition": "²"}, {"district": "a\0b"},
    {"mahalla": LONG},
    {"period": "9999-12"}, {"period": "0001"}, {"period": "9999-12-30..9999-12-31"}, {"group": "\0"}, {"dark": LONG},
    {"indicator": "own.x\r\nSet-Cookie: a=b"}, {"sites": "\r\nX: y"}, {"kind": "'"}, {"as": f"analyst:{LONG}"},
)  # fmt: skip


@pytest.fixture
def server(demo: Path):
    return browser(app=Starlette(routes=routes.all_routes()))


@pytest.mark.parametrize("path", STRANGE)
def test_a_strange_path_is_missing_and_breaks_nothing(server, path: str) -> None:
    assert server.get(path).status_code == 404


@pytest.mark.parametrize("given", PARAMETERS, ids=str)
@pytest.mark.parametrize("what", ["ranking.csv", "trend.csv", "sites.csv"])
def test_a_strange_parameter_is_answered_and_breaks_nothing(server, what: str, given: dict[str, str]) -> None:
    answer = server.get(f"/take/{what}", params={"as": f"analyst:{OWN}", "lang": "en", **given})
    assert answer.status_code in {200, 403, 404}
    assert "Chirakchi" not in answer.text or given.get("as")
    assert "a=b" not in str(answer.headers)


@pytest.mark.parametrize(
    "given",
    [
        {"district": FOREIGN},
        {"district": f"{OWN},{FOREIGN}"},
        {"mahalla": "foreign"},
        {"edition": "1", "mahalla": "foreign"},
    ],
)
def test_no_address_takes_another_district_away(server, given: dict[str, str]) -> None:
    mahallas = data.edition().mahallas
    foreign = mahallas.loc[mahallas["district"] == FOREIGN, "code"].iloc[0]
    asked = {name: value.replace("foreign", foreign) for name, value in given.items()}
    for what in ("map.svg", "ranking.csv", "trend.csv", "sites.xlsx"):
        answer = server.get(f"/take/{what}", params={"as": f"analyst:{OWN}", "lang": "en", **asked})
        assert answer.status_code == 403, what
    refused = [event.details["asked"] for event in door().trail._waiting if event.action == "refused"]
    assert set(refused) <= {FOREIGN, foreign}
    assert len(refused) >= 4


@pytest.mark.parametrize("name", ["district", "mahalla"])
def test_the_figures_of_a_picture_refuse_another_district_in_a_sentence(server, name: str) -> None:
    mahallas = data.edition().mahallas
    foreign = FOREIGN if name == "district" else mahallas.loc[mahallas["district"] == FOREIGN, "code"].iloc[0]
    own = f"{data.current_id()}-{OWN}"
    with asked_by(Role.ANALYST, OWN):
        answer = server.get(f"/edition/{own}/figures", params={name: foreign})
        assert server.get(f"/edition/{own}/figures").status_code == 200
    assert answer.status_code == 403
    assert foreign in answer.text


def test_another_region_of_a_country_is_refused_like_a_district(server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "region_of", lambda code: "1710" if code == OWN else "1799")
    data.forget()
    for region, status in (("1799", 403), ("1710", 200)):
        asked = {"as": f"analyst:{OWN}", "lang": "en", "district": region}
        assert server.get("/take/ranking.csv", params=asked).status_code == status


def test_a_pack_of_an_area_names_its_own_places_alone(staged: Path) -> None:
    with asked_by(Role.ANALYST, OWN):
        seen = of(data.edition(), Address(values={}), Language.EN, dark=False)
        facts = Facts(seen, records.read(data.store(), seen, on=datetime(2025, 2, 21, tzinfo=UTC).date()))
        said = repr(slides.of(facts)) + "".join(table.to_csv() for table in workbook.sheets(facts).values())
    assert "Karshi" in said
    assert "Chirakchi" not in said
    assert FOREIGN not in said


def test_a_name_of_an_indicator_is_no_part_of_a_header(demo: Path) -> None:
    seen = of(data.edition(), Address(values={"period": "2024"}), Language.EN, dark=False)
    made = take._NOT_IN_A_NAME.sub("-", f'map-own-aholi zichligi "ʻ"\r\nX: y/{seen.edition.id}')
    assert re.fullmatch(r"[A-Za-z0-9._-]+", made)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", take._name(seen, "map"))


# --- sessions, forms, cookies


@pytest.fixture
def people(closed, monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(signin, "FAILS_IN_S", 0.0)
    account = Account(key="olim", name="Olim", role="analyst")
    return passwords.add(closed.store.register, account, Act("keeper", datetime.now(UTC)))


def form(client, path="/sign-in"):
    return re.search(r'name="secret" value="([^"]+)"', client.get(path).text)[1]


def test_a_session_known_before_signing_in_is_not_the_one_after(people):
    client = browser("planted-by-somebody", app=Starlette(routes=signin.all_routes()))
    sent = {"secret": form(client), "name": "olim", "password": people}
    answer = client.post("/sign-in", data=sent)
    cookie = answer.headers["set-cookie"]
    token = re.search(r"mahalla-session=([^;]+)", cookie)[1]
    assert token != "planted-by-somebody"  # noqa: S105  no password
    assert len(token) > 40
    for flag in ("HttpOnly", "Path=/", "SameSite=lax"):
        assert flag in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/password", "/sign-out"])
@pytest.mark.parametrize("secret", ["", "made-up"])
def test_a_form_without_the_secret_of_its_page_does_nothing(closed, signed_in, people, path, secret):
    number, token = signed_in("admin")
    client = browser(token, app=Starlette(routes=signin.all_routes()))
    sent = {"secret": secret, "name": "olim", "password": people, "old": people, "new": "quite another password"}
    answer = client.post(path, data=sent)
    assert "mahalla-session" not in answer.headers.get("set-cookie", "")
    with closed.store.register.reading() as session:
        assert sessions.by_number(session, number).ended_at is None
        assert session.query(sessions.SessionRow).count() == 1


def test_a_new_password_is_kept_under_the_name_of_its_account(closed, signed_in):
    _, token = signed_in("admin")
    page = browser(token, app=Starlette(routes=signin.all_routes())).get("/sign-in/password").text
    field = re.search(r'<input type="text"[^>]*>', page)[0]
    assert 'value="admin"' in field
    assert 'autocomplete="username"' in field
    assert " hidden" in field


def test_a_form_longer_than_any_is_not_read_to_its_end(people):
    client = browser(app=Starlette(routes=signin.all_routes()))
    answer = client.post("/sign-in", data={"secret": form(client), "name": "olim", "password": "x" * 100_000})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "name", ["a\0b", "o " * 2500, "\u202enimo", "'; DROP TABLE account; --", "{{7*7}}", "Olim Q.\n"]
)
def test_what_is_no_name_of_an_account_is_never_asked_of_the_database(closed, people, name, monkeypatch):
    asked = []
    monkeypatch.setattr("geodata.register.accounts.find", lambda _session, key: asked.append(key))
    client = browser(app=Starlette(routes=signin.all_routes()))
    answer = client.post("/sign-in", data={"secret": form(client), "name": name, "password": people})
    assert answer.status_code == 401
    assert asked == []
    event = closed.trail._waiting[-1]
    assert (event.who, event.details["account"]) == ("nobody", name.strip().lower()[:100])


def test_a_sign_in_that_fails_takes_as_long_for_a_name_that_nobody_has(people, monkeypatch):
    waited = []

    async def wait(seconds):
        waited.append(seconds)

    monkeypatch.setattr(signin, "FAILS_IN_S", 60.0)
    monkeypatch.setattr(signin.asyncio, "sleep", wait)
    client = browser(app=Starlette(routes=signin.all_routes()))
    secret = form(client)
    said = []
    for name in ("olim", "nobody-at-all", "a b"):
        answer = client.post("/sign-in", data={"secret": secret, "name": name, "password": "wrong"})
        said.append(re.search(r'role="alert">([^<]+)<', answer.text)[1])
    assert len(set(said)) == 1
    assert len(waited) == 3
    assert min(waited) > 50


def test_whoever_asks_is_named_by_the_gate_alone(closed, signed_in):
    _, token = signed_in("analyst")
    for name in (acting.HEADER, acting.HEADER.upper(), "X-Mahalla-Session"):
        assert "'1'" not in browser(token).get("/", headers={name: "1"}).text.replace("['1']", "")
