"""`python -m bench.screenshots OUT_DIR`: the pictures of the product that the README shows, on the demonstration."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from bench import browser as browsers
from bench import course, servers
from bench.deadline import Deadline
from geodata.edition import Edition, open_edition
from geodata.store import Store

MOST_BYTES: Final = 400_000
_COLOURS: Final = (256, 192, 128, 96, 64, 48, 32)
_WHOLE_S: Final = 300.0
_PICTURE_S: Final = 40.0
_IDLE: Final = "[data-testid=stApp][data-test-script-state=notRunning]"
_PAINTED: Final = "[data-painted]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture; `scale` 2 gives 3840 by 2160 pixels, as a screen of that size shows the page.

    `app` says whether it is one of the pages that Streamlit draws.
    """

    name: str
    page: str
    query: tuple[tuple[str, str], ...]
    has_map: bool = True
    dark: bool = False
    scale: int = 1
    app: bool = True


def shots(edition: Edition) -> list[Shot]:
    """Every picture of an edition."""
    code, district = _telling_mahalla(edition)
    return [
        Shot(name="region", page="", query=(("lang", "uz-Latn"), ("indicator", "category"))),
        Shot(name="region-rate", page="", query=(("lang", "ru"), ("indicator", "rate"))),
        Shot(name="mahalla", page="districts", query=(("lang", "uz-Cyrl"), ("district", district), ("mahalla", code))),
        Shot(name="model-sites", page="model-sites", query=(("lang", "en"),)),
        Shot(name="responsibility", page="responsibility", query=(("lang", "uz-Latn"),)),
        Shot(name="signals", page="signals", query=(("lang", "ru"),)),
        Shot(name="data", page="data", query=(("lang", "en"),), has_map=False),
        Shot(name="wall", page="wall", query=(("lang", "uz-Latn"),), dark=True, scale=2, app=False),
    ]


def main() -> int:
    """Take the pictures and say how large each came out."""
    parser = argparse.ArgumentParser(prog="bench.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="OUT_DIR")
    parser.add_argument(
        "--data", type=Path, help="a data folder with an edition (default: the demonstration, built anew)"
    )
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    whole = Deadline(_WHOLE_S)
    with tempfile.TemporaryDirectory() as scratch:
        data = options.data.absolute() if options.data else course.demonstration(Path(scratch) / "data", whole)
        wanted = shots(open_edition(Store(data)))
        port = servers.free_port()
        with (
            servers.serving(servers.ours(data, port), port, "/health", whole) as server,
            browsers.chromium() as browser,
        ):
            taken = [_kept(browser, server.url, shot, options.folder, whole.part(_PICTURE_S)) for shot in wanted]
    return 0 if all(taken) else 1


def _kept(browser: Browser, url: str, shot: Shot, folder: Path, limit: Deadline) -> bool:
    """Take one picture and write it; False, said on standard error, where its page shows no picture."""
    try:
        packed = small(_taken(browser, url, shot, limit))
    except (browsers.PageError, BrowserError) as error:
        print(f"{shot.name}: failed: {str(error).splitlines()[0]}", file=sys.stderr)
        return False
    (folder / f"{shot.name}.png").write_bytes(packed)
    print(f"{shot.name}.png  {len(packed) / 1000:,.0f} KB")
    return True


def small(png: bytes, most: int = MOST_BYTES) -> bytes:
    """The picture in a palette: as many colours as keep it below `most` bytes, or the fewest we would show."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in _COLOURS:
        packed = io.BytesIO()
        quantised = picture.quantize(palette=_palette(picture, colours), dither=Image.Dither.NONE)
        quantised.save(packed, "PNG", optimize=True)
        if packed.tell() <= most:
            break
    return packed.getvalue()


def _palette(picture: Image.Image, colours: int) -> Image.Image:
    """The commonest colours as they are, and as many that are far from each other, so that a rare red stays red."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    common = [part for _, colour in counted[: colours // 2] for part in cast("tuple[int, ...]", colour)]
    rare = picture.quantize(colours // 2, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*common, *rare])
    return palette


def _taken(browser: Browser, url: str, shot: Shot, limit: Deadline) -> bytes:
    context = browser.new_context(
        bypass_csp=True,
        viewport=browsers.WINDOW,
        device_scale_factor=shot.scale,
        color_scheme="dark" if shot.dark else "light",
    )
    try:
        page = context.new_page()
        page.set_default_timeout(1000 * limit.left_s)
        page.goto(f"{url}{shot.page}?{urlencode(shot.query)}", wait_until="commit")
        with browsers.waiting(page):
            if shot.app:
                _wait(page, has_map=shot.has_map)
            else:
                page.wait_for_selector(_PAINTED, state="attached")
        return page.screenshot()
    finally:
        context.close()


def _wait(page: Page, *, has_map: bool) -> None:
    """Until the script has run, every map is painted and nothing more is fetched."""
    page.wait_for_selector(_IDLE, state="attached")
    if has_map:
        page.wait_for_selector("iframe")
        for frame in page.locator("iframe").all():
            frame.content_frame.locator(_PAINTED).wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => document.fonts.ready.then(() => true)")


def _telling_mahalla(edition: Edition) -> tuple[str, str]:
    """Code and district of a red mahalla with a model site; of any red one, or of the first, where there is none."""
    category = edition.category_at(edition.category_days()[-1]).values
    with_site = set(edition.sites["mahalla"].dropna())
    ranked = sorted(
        range(len(edition.mahallas)),
        key=lambda at: (-int(category[at]), edition.mahallas["code"].iloc[at] not in with_site, at),
    )
    row = edition.mahallas.iloc[ranked[0]]
    return str(row["code"]), str(row["district"])


if __name__ == "__main__":
    sys.exit(main())
