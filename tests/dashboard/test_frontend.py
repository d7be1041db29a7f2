from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from dashboard import data, document, early, foretold, frontend
from layers import assets
from tests.loops import finish

DOCUMENT = (early.FOLDER / "index.html").read_bytes()


def page(_request):
    return HTMLResponse(DOCUMENT)


def text(_request):
    return PlainTextResponse("handed on")


@dataclass
class Answer:
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


@pytest.fixture
def get():
    """Ask the middleware for a path as a browser would."""
    routes = [
        Route("/", page),
        Route("/data", page),
        Route("/component/frame.html", page),
        Route("/follow", page),
        Route("/{path:path}", text),
    ]
    application = frontend.Frontend(Starlette(routes=routes))

    def ask(path, encoding="gzip"):
        answer = Answer()

        async def send(message):
            if message["type"] == "http.response.start":
                answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                answer.content += message.get("body", b"")

        async def receive():
            return {"type": "http.request"}

        headers = [(b"accept-encoding", encoding.encode()), (b"host", b"testserver")]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}
        finish(application(scope, receive, send))
        return answer

    return ask


def names():
    return [path.name for path in (early.FOLDER / "static" / "js").glob("*.js")]


def test_a_script_comes_compressed_and_is_kept_for_good(get):
    name = next(name for name in names() if name.startswith("Html."))
    answer = get(f"/static/js/{name}")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")
    assert gzip.decompress(answer.content) == (early.FOLDER / "static" / "js" / name).read_bytes()


def test_a_browser_that_takes_no_gzip_gets_the_plain_file(get):
    name = next(name for name in names() if name.startswith("Html."))
    answer = get(f"/static/js/{name}", "identity")
    assert "content-encoding" not in answer.headers
    assert answer.content == (early.FOLDER / "static" / "js" / name).read_bytes()


@pytest.mark.parametrize("path", ["/static/js/none.js", "/static/../index.html", "/static/js", "/static/"])
def test_what_is_no_file_of_theirs_is_handed_on(get, path):
    assert get(path).content == b"handed on"


def test_nothing_outside_their_folder_is_read(tmp_path, monkeypatch):
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "secret.js").write_text("secret")
    (tmp_path / "static" / "js" / "link.js").symlink_to(tmp_path / "secret.js")
    (tmp_path / "static" / "js" / "own.js").write_text("own")
    monkeypatch.setattr(frontend, "_folders", lambda: {early.ADDRESS: tmp_path / "static"})
    frontend.asset.cache_clear()
    assert frontend.asset("/static/js/own.js") is not None
    assert frontend.asset("/static/js/link.js") is None
    assert frontend.asset("/static/../secret.js") is None
    frontend.asset.cache_clear()


def test_the_frames_scripts_come_compressed_too(get):
    assert frontend.framed()
    for address in frontend.framed():
        assert get(address).headers["content-encoding"] == "gzip"
    assert get("/component/streamlit_folium.st_folium/static/js/none.js").content == b"handed on"


def test_every_widget_of_the_first_page_has_its_script():
    for widget in early.WIDGETS:
        assert any(name.startswith(f"{widget}.") for name in names()), widget


def test_what_an_early_script_imports_is_early_too_or_named_by_the_document():
    scripts = {*early.scripts(), *early.named()}
    for name in early.scripts():
        source = (early.FOLDER / "static" / "js" / name).read_text(encoding="utf-8")
        for imported in re.findall(r'^import[^;]*?"\./([\w.-]+)"', source):
            assert imported in scripts, (name, imported)


def test_a_page_names_the_early_scripts_and_a_frame_does_not(get):
    link = get("/").headers["link"]
    assert link.startswith(f"<{document.ADDRESS}>")  # a page's parsing waits for it
    assert f'<{document.SHEET_ADDRESS}>; rel="preload"; as="style"' in link
    assert link.count('rel="modulepreload"') == len(early.scripts())
    assert "link" in get("/data").headers
    assert "link" not in get("/component/frame.html").headers
    assert "link" not in get("/follow").headers
    assert "link" not in get("/other").headers


@pytest.mark.parametrize(("query", "accepted", "language"), [("lang=en", "ru", "en"), ("", "ru-RU,en;q=0.5", "ru")])
def test_a_page_names_the_files_of_its_map_in_the_readers_language(demo, query, accepted, language):
    scope = {"query_string": query.encode(), "headers": [(b"accept-language", accepted.encode())]}
    link = foretold.link(scope, ("/frame.js",))
    edition = data.edition()
    assert all(asset.url in link for asset in assets.FILES.values())
    for address in ("/frame.js", data.geometry_address(edition), data.names_address(edition.id, language)):
        assert f'<{address}>; rel="prefetch"' in link


def test_the_frames_document_is_foretold_where_streamlit_will_look_for_it(get):
    link = get("/data").headers["link"]
    assert f"<{frontend.FRAME_PAGE}?streamlitUrl=http%3A%2F%2Ftestserver%2Fdata>" in link
    answer = get(frontend.FRAME_PAGE)
    assert answer.headers["cache-control"] == frontend.KEPT_A_MINUTE


def test_a_page_of_an_edition_that_does_not_exist_names_the_scripts_alone(demo):
    link = foretold.link({"query_string": b"edition=77", "headers": []}, ())
    assert link.count("prefetch") == len(assets.FILES)


@pytest.mark.parametrize(
    ("address", "content"),
    [
        (document.ADDRESS, document.SCRIPT),
        (document.SHEET_ADDRESS, document.SHEET),
        (early.SCRIPT_ADDRESS, early.SCRIPT),
    ],
)
def test_what_is_written_into_a_page_is_there_and_kept_for_good(get, address, content):
    answer = get(address)
    assert content
    assert "immutable" in answer.headers["cache-control"]
    assert gzip.decompress(answer.content) == content


def test_the_script_that_makes_widgets_ready_finds_the_one_with_react():
    found = re.search(rb"from '/static/js/([\w.-]+)'", early.SCRIPT)
    assert found is not None
    assert found[1].decode() in early.named()
    assert json.dumps(early.WIDGETS).encode() in early.SCRIPT
