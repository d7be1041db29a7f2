"""Photographs of model sites in a data folder: checked, freed of what a camera writes into them, kept under their hash.

    DATA/photos/<hash>.jpg, DATA/photos/withdrawn/<hash>.jpg, and at the object store, if there is one

What a photograph shows stands in the register; a file that no photograph on show names is out of the readers' reach.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image, ImageOps

from geodata.editions.files import flush, write_bytes, writing
from geodata.errors import SourceError, StoreError
from geodata.periods import day_of
from geodata.register import Act, Kept
from geodata.register.photos import PHOTOS, SitePhoto, on_show
from geodata.store import Store

MOST_MIB: Final = 20
MOST_MEGAPIXELS: Final = 60
LONGEST_SIDE_PX: Final = 1920
_QUALITY: Final = 85
_FORMS: Final = ("JPEG", "PNG", "WEBP")
_MIB: Final = 2**20
_WITHDRAWN: Final = "withdrawn"
_BRINGING: Final = ".bringing-photos.lock"
_BY_HASH: Final = re.compile(r"[0-9a-f]{32}\.jpg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photograph ready to be kept: JPEG without any data of camera or place, and the day it was taken, if told."""

    jpeg: bytes
    taken: date | None

    @property
    def name(self) -> str:
        """The name of its file, by its content."""
        return f"{hashlib.sha256(self.jpeg).hexdigest()[:32]}.jpg"


def folder(store: Store) -> Path:
    """Where the photographs on show lie."""
    return store.path / "photos"


def prepare(content: bytes, *, name: str) -> Picture:
    """The photograph in a file called `name`, upright, at most 1920 pixels long; SourceError where it is none."""
    size_mib = len(content) / _MIB
    if size_mib > MOST_MIB:
        raise SourceError("photo_large", where=name, got=round(size_mib, 1), wanted=MOST_MIB)
    try:
        with Image.open(io.BytesIO(content), formats=_FORMS) as opened:
            megapixels = opened.width * opened.height / 1e6
            if megapixels > MOST_MEGAPIXELS:
                raise SourceError("photo_pixels", where=name, got=round(megapixels), wanted=MOST_MEGAPIXELS)
            taken = _taken(opened)
            upright = ImageOps.exif_transpose(opened)
    except Image.DecompressionBombError as error:
        raise SourceError("photo_pixels", where=name, got=f"> {MOST_MEGAPIXELS}", wanted=MOST_MEGAPIXELS) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, KeyError, TypeError) as error:
        raise SourceError("photo_unreadable", where=name, name=name) from error
    return Picture(jpeg=_encoded(upright), taken=taken)


def _taken(opened: Image.Image) -> date | None:
    """The day that the camera wrote, unless it lies ahead; a camera in Samarkand is in the next day before UTC is."""
    told = opened.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        found = datetime.strptime(str(told)[:10], "%Y:%m:%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    return found if found <= datetime.now(UTC).date() + timedelta(days=1) else None


def _encoded(picture: Image.Image) -> bytes:
    """JPEG of the pixels alone, on white where the picture is transparent."""
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    layer = picture.convert("RGBA")
    # A new image: the old one carries comments and profiles that its copy would write again.
    plain = Image.new("RGB", layer.size, "white")
    plain.paste(layer, mask=layer.getchannel("A"))
    memory = io.BytesIO()
    plain.save(memory, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return memory.getvalue()


def add(store: Store, picture: Picture, photo: SitePhoto, *, who: str) -> Kept[SitePhoto]:
    """Keep a photograph and show it from now on; SourceError where its site shows the same one already.

    `photo.file` is taken from the picture.
    """
    named = SitePhoto(
        site=photo.site, file=picture.name, stage=photo.stage, caption=photo.caption, taken=photo.taken or picture.taken
    )
    with store.lock(), writing(store.path):
        if any((kept.what.site, kept.what.file) == (named.site, named.file) for kept in shown(store)):
            raise SourceError("photo_known", where=named.file)
        folder(store).mkdir(parents=True, exist_ok=True)
        write_bytes(folder(store) / named.file, picture.jpeg)
        if store.remote is not None:  # there before anybody is told of it, as an edition is
            store.remote.put_photo(folder(store) / named.file)
        with store.register.writing() as session:
            return PHOTOS.add(session, named, Act.now(who))


def shown(store: Store) -> tuple[Kept[SitePhoto], ...]:
    """Every photograph on show, in the order in which they came."""
    if not store.has_records:
        return ()
    with store.register.reading() as session:
        return on_show(session)


def is_hidden(store: Store, name: str) -> bool:
    """Whether a file was put here by `add`, here or on another server, and no photograph on show names it."""
    return _BY_HASH.fullmatch(name) is not None and all(kept.what.file != name for kept in shown(store))


def bring(store: Store, name: str) -> None:
    """Fetch a photograph on show that another server took, where there is an object store.

    StoreError if that fails.
    """
    wanted = folder(store) / name
    if store.remote is None or wanted.exists() or _BY_HASH.fullmatch(name) is None or is_hidden(store, name):
        return
    with store.lock(file=_BRINGING):
        if not wanted.exists():
            store.remote.bring_photo(name, folder(store))


def bring_all(store: Store) -> None:
    """Fetch every photograph on show that is not here; StoreError at the first that cannot be fetched."""
    for name in sorted({kept.what.file for kept in shown(store)} if store.remote else ()):
        bring(store, name)


def push(store: Store) -> int:
    """Put every photograph on show that is here into the object store; how many."""
    if store.remote is None:
        return 0
    here = sorted({kept.what.file for kept in shown(store) if (folder(store) / kept.what.file).is_file()})
    for name in here:
        store.remote.put_photo(folder(store) / name)
    return len(here)


def by_site(store: Store) -> Mapping[str, tuple[Kept[SitePhoto], ...]]:
    """The photographs on show by the key of their site: those from before first, those from after last."""
    order = {"before": 0, "": 1, "after": 2}
    found: dict[str, tuple[Kept[SitePhoto], ...]] = {}
    for kept in sorted(shown(store), key=lambda kept: order[kept.what.stage]):
        found[kept.what.site] = (*found.get(kept.what.site, ()), kept)
    return found


def withdraw(store: Store, number: int, *, why: str, who: str) -> None:
    """Take a photograph off the show; the register keeps it, its file is set aside. StoreError if it is not shown."""
    with store.lock(), writing(store.path):
        on_display = shown(store)
        kept = next((kept for kept in on_display if kept.id == number), None)
        if kept is None:
            raise StoreError("photo_missing", got=number)
        act = Act.now(who)
        with store.register.writing() as session:
            PHOTOS.close(session, kept, on=day_of(act.at), why=why, act=act)
        if not any(other.what.file == kept.what.file for other in on_display if other.id != number):
            _set_aside(folder(store) / kept.what.file)


def _set_aside(path: Path) -> None:
    aside = path.parent / _WITHDRAWN
    aside.mkdir(exist_ok=True)
    if path.exists():
        path.replace(aside / path.name)
        flush(aside)
        flush(path.parent)
