"""What a browser meets through nginx: TLS, the page, the WebSocket, upload size, headers, compression, one server kept.

Run by deploy/try.sh, which has started all of it. With Playwright and Chromium installed the page is also drawn.
"""

from __future__ import annotations

import base64
import http.client
import os
import shutil
import socket
import ssl
import sys
import time
from pathlib import Path

PLAIN, SECURE = 8688, 8689
WORK = Path(sys.argv[1])
TLS = ssl.create_default_context(cafile=str(WORK / "server.crt"))


def ask(path: str, *, method: str = "GET", port: int = SECURE, length: int | None = None, **headers: str):
    """Status, headers and body of an answer."""
    made = http.client.HTTPSConnection("localhost", port, context=TLS, timeout=20)
    if port == PLAIN:
        made = http.client.HTTPConnection("localhost", port, timeout=20)
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


def wait_for_servers() -> None:
    for port in (8686, 8687):
        for _ in range(120):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.5)


def upgrade(cookie: str) -> bytes:
    """First line of the answer to a WebSocket handshake."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: localhost:{SECURE}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Origin: https://localhost:{SECURE}",
        f"Cookie: {cookie}",
    ]
    with (
        socket.create_connection(("localhost", SECURE), timeout=20) as plain,
        TLS.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        return line.recv(200).splitlines()[0]


def same_server() -> None:
    """A browser keeps its server; twenty browsers are spread over both."""
    seen = []
    for _ in range(20):
        _, headers, _ = ask("/health")
        cookie = headers["Set-Cookie"].partition(";")[0]
        for _ in range(3):
            again = ask("/health", Cookie=cookie)[1]
            say_once = again["Set-Cookie"]
            if say_once is not None:
                say("a cookie given is not given again", right=False, found=say_once)
        seen.append(cookie.partition("=")[2])
    routes = [line.split() for line in (WORK / "routes.log").read_text().splitlines()]
    by_browser = {name: {line[-1] for line in routes if name in " ".join(line)} for name in seen}
    say("each browser stays at one server", right=all(len(servers) == 1 for servers in by_browser.values()))
    say("both servers are used", right=len(set.union(*by_browser.values())) == 2)


def drawn() -> None:
    """The first page in a real browser, to the coloured map."""
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
        page = browser.new_page(ignore_https_errors=True)
        page.goto(f"https://localhost:{SECURE}/")
        page.frame_locator("iframe").first.locator("[data-painted]").wait_for(timeout=60_000)
        browser.close()
    say("the map is drawn in Chromium through TLS and WebSocket", right=True)


def main() -> None:
    wait_for_servers()
    status, headers, _ = ask("/", port=PLAIN)
    say("plain HTTP is sent to TLS", right=status == 301 and headers["Location"].startswith("https://"), found=status)
    status, headers, _ = ask("/health")
    say("health through TLS", right=status == 200, found=status)
    say("HTTPS is demanded for a year", right="max-age=31536000" in headers["Strict-Transport-Security"])
    say("nginx does not tell its version", right=headers["Server"] == "nginx", found=headers["Server"])
    cookie = headers["Set-Cookie"]
    say(
        "the route's cookie is for TLS and no script",
        right=all(w in cookie for w in ("Secure", "HttpOnly", "SameSite")),
    )
    status, headers, body = ask("/", Accept_Encoding="gzip")
    say("a page, compressed", right=status == 200 and headers["Content-Encoding"] == "gzip", found=f"{len(body)} bytes")
    first = upgrade(cookie.partition(";")[0])
    say("the WebSocket opens", right=b"101" in first, found=first.decode())
    status, _, _ = ask("/", method="POST", length=600 * 1024 * 1024)
    say("600 MB are refused before they are sent", right=status == 413, found=status)
    status, _, _ = ask("/_stcore/upload_file/x/y", method="PUT", length=0)
    say("an empty upload reaches the server", right=status != 413, found=status)
    same_server()
    drawn()


main()
