"""Signing in, being refused and being sent away, in a real browser, with a real provider of identities."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.access import passwords
from dashboard.access.door import REMEMBERED_S
from geodata.register import Act, sessions
from geodata.register.accounts import Account
from geodata.store import Store
from tests.browser.conftest import answers, free_port
from tests.browser.waiting import becomes, query
from tests.chromium import PATIENCE_MS

OWN, FOREIGN = "1710224", "1710207"
PASSWORD = "four words of mine"  # noqa: S105  of a folder made for this test
SETTINGS = """
[provider]
issuer = "http://127.0.0.1:{port}"
client_id = "mahalla-map"
secret_file = "secret"
label = "IIV"
account_claim = "preferred_username"
role_claim = "groups"
area_claim = "unit"

[provider.roles]
map-analysts = "analyst"

[provider.areas]
karshi = ["1710224"]
"""
PEOPLE = (
    {"sub": "7", "preferred_username": "Dilnoza", "name": "Dilnoza T.", "groups": ["map-analysts"], "unit": "karshi"},
    {"sub": "8", "preferred_username": "guest", "name": "A guest", "groups": ["others"], "unit": "karshi"},
)

LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"
"""A tab asks whether its session lives when it is looked at, and otherwise every quarter of a minute."""

ASKED = "**/sign-in/state"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]  # ten pages, or two servers: each wait has its own limit


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    store: Store


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    port = free_port()
    claims = [part for person in PEOPLE for part in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert answers(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process)
    yield port
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def closed(
    serve: Callable[[Path], str], demo_folder: Path, provider: int, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """The demonstration with accounts and a provider, served."""
    folder = tmp_path_factory.mktemp("closed")
    shutil.copytree(demo_folder, folder, dirs_exist_ok=True)
    (folder / "secret").write_text("not a secret\n")
    (folder / "secret").chmod(0o600)
    (folder / "settings.toml").write_text(SETTINGS.format(port=provider))
    store, act = Store(folder), Act("keeper", datetime.now(UTC))
    for key, role in (("admin", "administrator"), ("boss", "commander")):
        first = passwords.add(store.register, Account(key=key, name=key, role=role), act)
        passwords.change(store.register, key, first, PASSWORD, now=act.at)
    passwords.add(store.register, Account(key="new", name="New", role="commander"), act)
    return Site(serve(folder), store)


def sign_in(page: Page, site: Site, name: str, path: str = "/?lang=en") -> None:
    page.goto(site.address + path)
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")


def shown(page: Page) -> None:
    page.frame_locator("iframe").first.locator("[data-painted]").first.wait_for(state="attached")


def test_no_page_breaks_its_own_policy_or_asks_elsewhere(browser: Browser, closed: Site) -> None:
    said: list[str] = []
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    sign_in(page, closed, "admin")
    shown(page)
    for path in ("/districts", "/model-sites", "/signals", "/responsibility", "/selector", "/data", "/access"):
        page.goto(f"{closed.address}{path}?lang=en")
        expect(page.locator(".st-key-bar-top")).to_be_visible()
        expect(page.locator(".mm-grid, [class*='bidi'], table, iframe").first).to_be_attached()
    for path in ("/wall", "/follow"):
        page.goto(f"{closed.address}{path}?lang=en")
        expect(page.locator("#map canvas").first).to_be_attached()
    assert [text for text in said if "Content Security Policy" in text] == []
    page.goto(f"{closed.address}/districts?lang=en")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None  # the policy holds: a text is not run as a script
    context.close()


def test_a_socket_from_a_foreign_page_is_refused(context: BrowserContext, closed: Site) -> None:
    page = context.new_page()
    sign_in(page, closed, "admin")
    shown(page)
    page.goto(f"http://localhost:{closed.address.rpartition(':')[2]}/sign-in")
    script = """async address => new Promise(done => {
        const socket = new WebSocket(address, 'streamlit');
        socket.onopen = () => done('open');
        socket.onclose = () => done('closed');
        socket.onerror = () => done('closed');
    })"""
    assert page.evaluate(script, closed.address.replace("http", "ws") + "/_stcore/stream") == "closed"


def test_signing_out_closes_every_tab_and_its_sockets(context: BrowserContext, closed: Site) -> None:
    first, second = context.new_page(), context.new_page()
    sign_in(first, closed, "boss")
    shown(first)
    second.route(
        ASKED, lambda route: route.abort()
    )  # a tab that asks goes, and its socket, before the server closes it
    with second.expect_websocket() as opened:
        second.goto(f"{closed.address}/districts?lang=en")
    shown(second)
    first.locator(".st-key-account button").click()
    first.get_by_role("link", name="Sign out").click()
    first.click("button[type=submit]")
    expect(first.locator("#password")).to_be_visible()
    becomes(first, opened.value.is_closed, wanted=True)
    second.unroute(ASKED)
    second.evaluate(LOOKED_AT)
    expect(second.locator("#password")).to_be_visible()
    assert "mahalla-session" not in {cookie["name"] for cookie in context.cookies()}
    assert second.request.get(f"{closed.address}/_stcore/health").status == 401


def test_a_first_password_is_replaced_before_anything_else(context: BrowserContext, closed: Site) -> None:
    password = passwords.renew(closed.store.register, "new", Act.now("keeper"))
    page = context.new_page()
    page.goto(f"{closed.address}/sign-in?lang=ru")
    page.fill("#name", "new")
    page.fill("#password", password)
    page.click("button[type=submit]")
    expect(page.locator("#old")).to_be_visible()
    page.goto(f"{closed.address}/region?lang=ru")
    expect(page.locator("#old")).to_be_visible()
    page.fill("#old", password)
    page.fill("#new", PASSWORD)
    page.click("button[type=submit]")
    shown(page)


def test_a_provider_lets_in_with_role_and_area(context: BrowserContext, closed: Site) -> None:
    page = context.new_page()
    page.goto(f"{closed.address}/districts?lang=uz-Cyrl")
    page.get_by_role("link", name="IIV").click()
    page.wait_for_url(re.compile("ui_locales=uz-Cyrl"))  # the provider is told the language too
    page.get_by_role("button", name="7", exact=True).click()
    shown(page)
    assert page.url.startswith(f"{closed.address}/districts")
    becomes(page, lambda: query(page).get("lang"), ["uz-Cyrl"])
    page.goto(f"{closed.address}/districts?lang=en")
    shown(page)
    expect(page.locator(".mm-chip-area")).to_have_text("Only: Karshi district")
    geometry = page.frame_locator("iframe").first.locator("[data-painted]")
    expect(geometry.first).to_be_attached()
    edition = page.request.get(f"{closed.address}/health").json()["id"]
    assert page.request.get(f"{closed.address}/edition/{edition}/names/en/x").status == 403
    assert page.request.get(f"{closed.address}/edition/{edition}-{FOREIGN}/names/en/x").status == 403
    own = page.request.get(f"{closed.address}/edition/{edition}-{OWN}/names/en/x").json()
    assert own["districts"] == ["Karshi"]
    page.goto(f"{closed.address}/?lang=en&district={FOREIGN}")
    expect(page.get_by_text("is not in your area")).to_be_visible()


def test_a_provider_that_gives_no_role_lets_nobody_in(context: BrowserContext, closed: Site) -> None:
    page = context.new_page()
    page.goto(f"{closed.address}/sign-in?lang=en")
    page.get_by_role("link", name="Sign in with IIV").click()
    page.get_by_role("button", name="8", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("gives you no role here")
    page.goto(f"{closed.address}/sign-in/back?code=made-up&state=made-up")
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_wall_is_let_in_by_its_code_and_sent_away(browser: Browser, context: BrowserContext, closed: Site) -> None:
    hall = browser.new_context()
    hall.set_default_timeout(PATIENCE_MS)
    wall = hall.new_page()
    wall.goto(f"{closed.address}/wall?lang=en")
    code = wall.locator(".code").get_attribute("aria-label") or ""
    assert re.fullmatch(r"[A-Z2-9]{8}", code)
    page = context.new_page()
    sign_in(page, closed, "admin", "/access?lang=en")
    page.get_by_label("Code").fill(f"{code[:4]} {code[4:].lower()}")
    page.get_by_label("Where it hangs").fill("hall-1")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Let the screen in").click()
    wall.wait_for_url(re.compile("/wall$"))
    expect(wall.locator("#map canvas").first).to_be_attached()
    with closed.store.register.writing() as session:
        held = next(each for each in sessions.living(session, datetime.now(UTC)) if each.account == "wall:hall-1")
        sessions.end(session, held.id, why="revoked", now=datetime.now(UTC))
    wall.wait_for_timeout(1000 * REMEMBERED_S)
    wall.evaluate(LOOKED_AT)
    expect(wall.locator(".code")).to_be_visible()
    hall.close()
