"""What a browser meets through nginx: TLS, sign-in, the page, the WebSocket, upload size, headers, one server kept.

Run by deploy/try.sh, which has started all of it. With Playwright and Chromium installed the page is also drawn.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import shutil
import socket
import ssl
import sys
from pathlib import Path
from urllib.parse import urlsplit

FLEET = json.loads(os.environ["MAHALLA_FLEET"])
SECURE, PLAIN = urlsplit(FLEET["address"]).port, urlsplit(FLEET["plain"]).port
OWN_PASSWORD = "tried through the proxy"  # noqa: S105  of a folder that goes at the end
TLS = ssl.create_default_context(cafile=FLEET["certificate"])


def ask(path: str, *, method: str = "GET", port: int = SECURE, length: int | None = None, **headers: str):
    """Status, headers and body of an answer."""
    made = http.client.HTTPSConnection("localhost", port, context=TLS, timeout=60)
    if port != SECURE:
        made = http.client.HTTPConnection("localhost", port, timeout=60)
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    if length is not None:
        said["Content-Length"] = str(length)
    made.request(method, path, headers=said)
    answer = made.getresponse()
    return answer.status, answer.headers, answer.read()


def say(what: str, *, right: bool, found: object = "") -> None:
    """A line for each check; the first that fails ends the run."""
    print(f"{'ok  ' if right else 'FAIL'} {what} {found}", flush=True)
    if not right:
        sys.exit(1)


def upgrade(origin: str) -> bytes:
    """First line of the answer to a WebSocket handshake of nobody."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: localhost:{SECURE}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Origin: {origin}",
    ]
    with (
        socket.create_connection(("localhost", SECURE), timeout=60) as plain,
        TLS.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        return line.recv(200).splitlines()[0]


def by_plain_means() -> None:
    """What needs no browser."""
    status, headers, _ = ask("/", port=PLAIN)
    say("plain HTTP is sent to TLS", right=status == 301 and headers["Location"].startswith("https://"), found=status)
    status, headers, _ = ask("/health")
    say("health through TLS", right=status == 200, found=status)
    say(
        "HTTPS is demanded for a year, once", right=headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
    )
    say("nginx does not tell its version", right=headers["Server"] == "nginx", found=headers["Server"])
    cookie = headers["Set-Cookie"]
    safe = all(word in cookie for word in ("Secure", "HttpOnly", "SameSite"))
    say("the route's cookie is for TLS and no script", right=safe)
    status, headers, _ = ask("/", Accept="text/html")
    say("a page asks for sign-in", right=(status, headers["Location"]) == (303, "/sign-in?next=%2F"), found=status)
    status, headers, body = ask("/sign-in/files/sign-in.css", Accept_Encoding="gzip")
    say(
        "a style, compressed", right=status == 200 and headers["Content-Encoding"] == "gzip", found=f"{len(body)} bytes"
    )
    for path in ("/_stcore/metrics", "/_stcore/health", "/stage/now/wall/ru"):
        say(f"{path} is closed", right=ask(path)[0] == 401)
    status, _, body = ask("/health", Host="evil.example")
    say("another name is not answered", right=status == 400, found=status)
    refused = upgrade(f"https://localhost:{SECURE}")
    say("no WebSocket without a session", right=b"101" not in refused, found=refused.decode())
    status, _, _ = ask("/", method="POST", length=600 * 1024 * 1024)
    say("600 MB are refused before they are sent", right=status == 413, found=status)
    for port in FLEET["ports"]:
        status, headers, _ = ask("/health", port=port, X_Forwarded_For="10.0.0.9")
        say(f"server {port} serves", right=status == 200)


def same_server() -> None:
    """A browser keeps its server; new browsers are spread over all."""
    numbers = set()
    for _ in range(12):
        given = ask("/health")[1]["Set-Cookie"].partition(";")[0]
        numbers.add(given)
        for _ in range(3):
            again = ask("/health", Cookie=given)[1]["Set-Cookie"]
            if again is not None:
                say("a browser stays at its server", right=False, found=again)
    say("all servers are used", right=len(numbers) == len(FLEET["ports"]), found=sorted(numbers))
    say(
        "a made-up cookie is replaced",
        right="mahalla_route=" in ask("/health", Cookie="mahalla_route=x")[1]["Set-Cookie"],
    )


def drawn() -> None:
    """Signed in with the first password, to the coloured map."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        print("     no Playwright or no Chromium: the page was not drawn")
        return
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(ignore_https_errors=True)
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.goto(f"{FLEET['address']}/sign-in?lang=en")
        page.fill("#name", FLEET["account"])
        page.fill("#password", FLEET["password"])
        page.click("button[type=submit]")
        page.fill("#old", FLEET["password"])
        page.fill("#new", OWN_PASSWORD)
        page.click("button[type=submit]")
        page.frame_locator("iframe").first.locator("[data-painted]").first.wait_for(state="attached")
        cookies = {cookie["name"]: cookie for cookie in context.cookies()}
        browser.close()
    say("the map is drawn in Chromium through sign-in, TLS and WebSocket", right=True)
    say(
        "every cookie is for TLS alone",
        right=all(cookie["secure"] for cookie in cookies.values()),
        found=sorted(cookies),
    )
    say("the session's is this host's own", right=cookies["__Host-mahalla-session"]["httpOnly"])
    lines = Path(FLEET["routes"]).read_text().splitlines()
    say("the WebSocket went through", right=any("/_stcore/stream 101" in line for line in lines))


by_plain_means()
same_server()
drawn()
