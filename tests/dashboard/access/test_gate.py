"""The gate: whoever has no session reaches sign-in and health alone; who has one, what is theirs."""

from __future__ import annotations

import asyncio
import json
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from dashboard import document, early, routes, server, settings
from dashboard.access import gate, hosts, roll, signin
from dashboard.access.door import door
from dashboard.access.settings import Access, AccessSettings
from geodata.register import AccessEntry, access_log, sessions
from tests.dashboard.access.conftest import OWN, browser

STREAMLIT = (
    *("/", "/districts", "/data", "/index.html", "/favicon.png", "/static/js/index.js", "/app/static/file.txt"),
    *("/_stcore/health", "/_stcore/metrics", "/metrics", "/_stcore/host-config", "/media/abc.csv", "/healthz"),
    *("/component/streamlit_folium.st_folium/index.html", "/_stcore/upload_file/a/b", "/_stcore/script-health-check"),
    *(
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/bidi-components/a/b.js",
        "/wall",
        "/follow",
        "/auth/login",
        "/oauth2callback",
        "//sign-in",
        "/sign-inx",
    ),
)
OURS = [str(route.path) for route in routes.all_routes() if isinstance(route, Route)]
OPEN = {"/health"}
SOCKET = "ws://127.0.0.1:8501/_stcore/stream"


@pytest.mark.parametrize("path", sorted({*STREAMLIT, *OURS} - OPEN))
def test_nothing_answers_without_a_session(closed, path):
    filled = path.replace("{", "x").replace("}", "x")
    for token in ("", "wrong"):
        client = browser(token)
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
            answer = client.request(method, filled)
            assert answer.status_code == 401, method
            assert "behind" not in answer.text


def test_what_lets_programs_drive_the_pages_is_off():
    assert server.read_config(settings.CONFIG)["server.enableAgentApi"] is False


def test_a_page_leads_to_sign_in_and_back(closed):
    answer = browser().get("/districts?lang=ru&district=1710224", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fdistricts%3Flang%3Dru%26district%3D1710224"
    assert browser().get("/wall", headers={"accept": "text/html"}).headers["location"] == "/sign-in/wall"


@pytest.mark.parametrize("path", ["/health", "/sign-in", "/sign-in/wall", "/sign-in/files/sign-in.css"])
def test_sign_in_and_health_answer_everybody(closed, path):
    assert browser().get(path).status_code == 200


def test_a_session_opens_and_a_header_from_outside_does_not(closed, signed_in):
    number, token = signed_in("admin")
    answer = browser(token).get("/", headers={"x-mahalla-session": "77"})
    assert answer.text == f"behind the gate ['{number}']"
    assert browser().get("/", headers={"x-mahalla-session": str(number)}).status_code == 401


def test_only_the_hash_of_a_token_is_stored(closed, signed_in):
    _, token = signed_in("admin")
    with closed.store.register.reading() as session:
        stored = session.get(sessions.SessionRow, 1).token
    assert stored == sessions.hash_of(token) != token
    assert browser(stored).get("/").status_code == 401


@pytest.mark.parametrize("how", ["ended", "account disabled", "over", "unused"])
def test_a_session_that_has_ended_opens_nothing(closed, signed_in, how):
    number, token = signed_in("admin")
    assert browser(token).get("/").status_code == 200
    with closed.store.register.writing() as session:
        row = session.get(sessions.SessionRow, number)
        if how == "ended":
            sessions.end(session, number, why="revoked", now=datetime.now(UTC))
        elif how == "over":
            row.until = row.made_at
        elif how == "unused":
            row.seen_at = "2020-01-01T00:00:00.000000+00:00"
        else:
            from geodata.register.accounts import ACCOUNTS, find
            from tests.dashboard.access.conftest import ACT

            ACCOUNTS.close(session, find(session, "admin"), on=ACT.at.date(), why="left", act=ACT)
    assert browser(token).get("/").status_code == 401


def test_a_socket_closes_when_its_session_ends(closed, signed_in, monkeypatch):
    monkeypatch.setattr(roll, "ASKED_EVERY_S", 0.01)
    number, token = signed_in("admin")
    with browser(token).websocket_connect(SOCKET) as socket:
        socket.send_text("here")
        assert socket.receive_text() == "here"
        with closed.store.register.writing() as session:
            sessions.end(session, number, why="revoked", now=datetime.now(UTC))
        with pytest.raises(WebSocketDisconnect) as told:
            socket.receive_text()
    assert told.value.code == 4401


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "null"])
def test_a_foreign_origin_gets_neither_a_socket_nor_a_form(closed, signed_in, origin):
    _, token = signed_in("admin")
    with (
        pytest.raises(WebSocketDisconnect),
        browser(token).websocket_connect(SOCKET, headers={"origin": origin}),
    ):
        pass
    assert browser(token).post("/sign-out", headers={"origin": origin}).status_code == 403
    assert browser(token).get("/", headers={"origin": origin}).status_code == 200  # a link may lead here
    with browser(token).websocket_connect(SOCKET, headers={"origin": "http://127.0.0.1:8501"}) as socket:
        socket.send_text("here")
        assert socket.receive_text() == "here"


def test_a_socket_needs_a_session(closed):
    with pytest.raises(WebSocketDisconnect), browser().websocket_connect(SOCKET):
        pass


def test_the_address_of_another_district_is_refused_and_logged(closed, signed_in):
    _, token = signed_in("analyst")
    for kind in ("geometry/x.json.gz", "names/ru/x", "sites/ru/any/any/x"):
        assert browser(token).get(f"/edition/1-ab12cd34-{OWN}/{kind}").status_code == 200
        for foreign in ("1-ab12cd34", "1-ab12cd34-1710207", f"1-ab12cd34-{OWN}-1710207", "1"):
            assert browser(token).get(f"/edition/{foreign}/{kind}").status_code == 403
    closed.write()
    with closed.store.register.reading() as session:
        told = [(e.who, e.action, json.loads(e.details)["reason"]) for e in access_log.newest(session, 20)]
    assert told.count(("analyst", "refused", "area")) == 12


def test_screens_of_the_whole_region_are_closed_to_an_area(closed, signed_in):
    _, analyst = signed_in("analyst")
    _, admin = signed_in("admin")
    paths = (
        "/wall",
        "/follow",
        "/stage/now/wall/ru",
        "/stage/events/follow/ru",
        "/stage/turn/1/ru",
        "/stage/assets/a/b",
    )
    for path in paths:
        assert browser(analyst).get(path).status_code == 403, path
        assert browser(admin).get(path).status_code == 200, path


def test_a_wall_opens_screens(closed):
    limits = closed.settings.access.wall
    with closed.store.register.writing() as session:
        _, token = sessions.begin(session, "hall", kind="wall", limits=limits, now=datetime.now(UTC))
    assert browser(token).get("/stage/now/wall/ru").status_code == 200


def test_what_tells_a_wall_of_changes_ends_with_its_session(closed, signed_in, monkeypatch):
    monkeypatch.setattr(roll, "ASKED_EVERY_S", 0.01)
    number, token = signed_in("admin")

    async def telling(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        with closed.store.register.writing() as session:
            sessions.end(session, number, why="revoked", now=datetime.now(UTC))
        await asyncio.Event().wait()  # it never ends by itself

    assert browser(token, app=telling).get("/stage/events/wall/ru").text == ""


def test_an_upload_is_for_those_who_may_bring_something(closed, signed_in):
    _, analyst = signed_in("analyst")
    _, admin = signed_in("admin")
    assert browser(analyst).put("/_stcore/upload_file/a/b").status_code == 403
    assert browser(admin).put("/_stcore/upload_file/a/b").status_code == 200


def test_health_says_the_same_to_everybody(closed, signed_in):
    _, token = signed_in("analyst")
    assert browser(token).get("/health").text == browser().get("/health").text == "behind the gate []"


def test_a_foreign_name_is_not_answered(closed, signed_in):
    _, token = signed_in("admin")
    assert browser(token, host="evil.example").get("/").status_code == 400
    assert browser(token, host="localhost:8501").get("/").status_code == 200


# --- open on this machine, while nobody has an account


def test_without_accounts_this_machine_is_open(empty):
    assert browser().get("/").text == "behind the gate []"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "map.example"},
        {"x-forwarded-for": "10.0.0.5"},
        {"forwarded": "for=10.0.0.5"},
        {"via": "1.1 proxy"},
        {"referer": "http://map.example/"},
        {"x-real-ip": "10.0.0.5"},
    ],
)
def test_a_proxy_on_this_machine_does_not_open_it(empty, headers):
    answer = browser().get("/", headers=headers)
    assert answer.status_code in {400, 403}
    assert "behind" not in answer.text


def test_another_machine_does_not_reach_what_is_open_here(empty):
    client = browser()
    client._transport.client = ("10.0.0.5", 50000)
    assert client.get("/").status_code == 403


def test_the_first_account_closes_what_was_open(empty, monkeypatch):
    from dashboard.access import door as door_module
    from geodata.register.accounts import ACCOUNTS, Account
    from tests.dashboard.access.conftest import ACT

    monkeypatch.setattr(door_module, "TIDY_EVERY_S", 0.0)
    assert browser().get("/").status_code == 200
    with door().store.register.writing() as session:
        ACCOUNTS.add(session, Account(key="admin", name="Admin", role="administrator"), ACT)
    assert browser().get("/").status_code == 401


# --- who asks again at once


def test_what_is_remembered_is_answered_without_a_thread(closed, signed_in, monkeypatch):
    from dashboard.access import door as door_module

    monkeypatch.setattr(door_module, "REMEMBERED_S", 60.0)
    _, token = signed_in("admin")
    client = browser(token)
    assert client.get("/").status_code == 200
    monkeypatch.setattr(gate, "run_in_threadpool", None)
    assert client.get("/").status_code == 200
    assert browser().get("/").status_code == 401


def test_an_open_machine_is_asked_once_a_second(empty, monkeypatch):
    from dashboard.access import door as door_module

    monkeypatch.setattr(door_module, "TIDY_EVERY_S", 3600.0)  # however long the two questions take
    assert browser().get("/").status_code == 200
    monkeypatch.setattr(gate, "run_in_threadpool", None)
    assert browser().get("/").status_code == 200


# --- what a browser is told


@pytest.mark.parametrize("path", ["/", "/component/x/index.html", "/sign-in", "/media/a.csv", "/edition/1/names/ru/x"])
def test_every_answer_protects_the_browser(empty, path):
    headers = browser(app=everything_with_a_length).get(path).headers
    policy = {part.split()[0]: part.split()[1:] for part in headers["content-security-policy"].split("; ")}
    assert policy["default-src"] == ["'none'"]
    assert policy["connect-src"] == ["'self'"]
    assert policy["frame-ancestors"] in (["'self'"], ["'none'"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "'unsafe-eval'" not in policy["script-src"] or path.startswith("/component/")
    assert "'unsafe-inline'" not in policy["script-src"] or path.startswith("/component/")


async def everything_with_a_length(scope, receive, send):
    from tests.dashboard.access.conftest import everything

    await everything(scope, receive, send)


def test_the_routes_of_access_are_the_only_ones_open_to_all():
    paths = {route.path for route in signin.all_routes() if isinstance(route, Route)}
    opened = {path for path in {*paths, *OURS, *STREAMLIT} if gate._OPEN_TO_ALL.fullmatch(path)}
    assert opened == paths | OPEN


def test_the_log_of_access_is_a_chain(closed):
    for number in range(3):
        closed.note("admin", "saw", page=f"page-{number}")
    closed.write()
    with closed.store.register.reading() as session:
        assert access_log.broken(session) is None
        assert session.query(AccessEntry).count() == 3


@pytest.mark.parametrize(
    ("path", "root"), [("/", '<div id="root">'), ("/unknown", '<div id="root">'), ("/wall", "<main>")]
)
def test_every_page_carries_the_script_that_watches_the_session(path, root):
    async def page(scope, receive, send):
        packed = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        answer = HTMLResponse(
            f'<head><link rel="preload" href="./SourceSans.woff2" /></head><body>{root}ü</body>',
            headers={"etag": "x"} | ({"content-encoding": "gzip"} if packed else {}),
        )
        await answer(scope, receive, send)

    answer = TestClient(document.Document(page)).get(path, headers={"accept": "text/html", "if-none-match": "x"})
    is_streamlits = root == '<div id="root">'
    assert f'<head><script src="{document.ADDRESS}"></script>' in answer.text
    assert (f'<body><link rel="stylesheet" href="{document.SHEET_ADDRESS}">' in answer.text) is is_streamlits
    assert (f'<script type="module" src="{early.SCRIPT_ADDRESS}"></script></head>' in answer.text) is is_streamlits
    assert ("SourceSans" in answer.text) is not is_streamlits  # ours is another font
    assert "ü</body>" in answer.text
    assert b"/sign-in/state" in document.SCRIPT
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "etag" not in answer.headers


# --- behind a proxy that speaks HTTPS


async def cookies_of_streamlit(scope, receive, send):
    answer = HTMLResponse("page", headers={"set-cookie": "_streamlit_xsrf=1; Path=/; SameSite=Lax"})
    await answer(scope, receive, send)


@pytest.fixture
def behind_tls(closed):
    closed.settings = AccessSettings(access=Access(hosts=("map.example",), behind_tls=True))
    return closed


def test_every_cookie_is_for_https_alone(behind_tls, signed_in):
    _, token = signed_in("admin")
    client = browser(app=cookies_of_streamlit, host="map.example")
    own = {"cookie": f"__Host-mahalla-session={token}"}
    assert client.get("/", headers=own).headers["set-cookie"] == "_streamlit_xsrf=1; Path=/; SameSite=Lax; Secure"
    assert "max-age" in client.get("/", headers=own).headers["strict-transport-security"]
    assert client.get("/", headers={"cookie": f"mahalla-session={token}"}).status_code == 401, "the name of plain HTTP"


def test_a_page_of_plain_http_opens_no_socket(behind_tls, signed_in):
    _, token = signed_in("admin")
    client = browser(host="map.example")
    own = {"cookie": f"__Host-mahalla-session={token}", "x-forwarded-for": "10.0.0.5"}
    for origin, opens in (("https://map.example", True), ("http://map.example", False)):
        told = pytest.raises(WebSocketDisconnect) if not opens else nullcontext()
        with told, client.websocket_connect("ws://map.example/_stcore/stream", headers=own | {"origin": origin}):
            pass


@pytest.mark.parametrize(("told", "believed"), [("10.0.0.5", "10.0.0.5"), ("1.1.1.1, 10.0.0.5", "10.0.0.5")])
def test_the_proxy_says_who_asks_and_nobody_else(told, believed):
    asked = Headers({"x-forwarded-for": told})
    assert hosts.peer({"client": ("127.0.0.1", 1)}, asked, behind_tls=True) == believed
    assert hosts.peer({"client": ("10.0.0.9", 1)}, asked, behind_tls=True) == "10.0.0.9"
    assert hosts.peer({"client": ("127.0.0.1", 1)}, asked, behind_tls=False) == "127.0.0.1"
