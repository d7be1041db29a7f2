"""The plain pages of access: written from templates, in the reader's language, each form with a secret of its own."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard import markup
from dashboard.access import cookies
from dashboard.access.door import Door
from dashboard.language import NAMES, Language, Words, from_header
from geodata.errors import AccessError
from geodata.register import sessions

LONGEST_FORM: Final = 16_384
_YEAR_S: Final = 31_536_000


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a plain page: what the page needs to know of it."""

    request: Request
    door: Door

    @property
    def behind_tls(self) -> bool:
        """Whether the map is served by HTTPS."""
        return self.door.settings.access.behind_tls

    @property
    def told(self) -> Language | None:
        """The language asked for, else that of the page that was wanted, else the one asked for before."""
        asked = parse_qs(urlsplit(self.back).query).get("lang", [""])[0]  # the language of the page that was wanted
        for told in (self.request.query_params.get("lang"), asked, self.cookie(cookies.LANGUAGE)):
            if told in set(Language):
                return Language(told)
        return None

    @property
    def language(self) -> Language:
        """The language told, else the browser's."""
        if self.told is not None:
            return self.told
        return from_header(self.request.headers)

    @property
    def words(self) -> Words:
        """The texts of the language."""
        return Words(self.language)

    @property
    def back(self) -> str:
        """Where to go after sign-in: a path of this server, `/` where anything else is asked for."""
        return local_path(self.request.query_params.get("next", "/"))

    @property
    def links(self) -> list[dict[str, str]]:
        """The same address in each language."""
        kept = [(name, value) for name, value in parse_qsl(self.request.url.query) if name != "lang"]
        return [
            {
                "name": NAMES[each],
                "lang": each,
                "url": f"?{urlencode([*kept, ('lang', each)])}",
                "here": "1" if each is self.language else "",
            }
            for each in Language
        ]

    def cookie(self, name: str) -> str:
        """A cookie of access."""
        return cookies.get(self.request, name, behind_tls=self.behind_tls)

    def page(self, template: str, *, status: int = 200, **values: object) -> Response:
        """A page; the secret of its forms goes into a cookie too."""
        secret = self.cookie(cookies.FORM) or sessions.new_token()
        text = markup.render(
            f"access/{template}.html",
            words=self.words,
            language=self.language,
            links=self.links,
            keeping=self.keeping,
            secret=secret,
            **values,
        )
        answer = HTMLResponse(text, status)
        self.put(answer, cookies.FORM, secret)
        if self.told is not None:
            self.put(answer, cookies.LANGUAGE, self.told, lives_s=_YEAR_S)
        return answer

    def keeping(self, path: str) -> str:
        """A path of this server, to be shown in the language told."""
        if self.told is None:
            return path
        there = urlsplit(path)
        query = [(name, value) for name, value in parse_qsl(there.query, keep_blank_values=True) if name != "lang"]
        return there._replace(query=urlencode([*query, ("lang", self.told)])).geturl()

    def go(self, path: str) -> RedirectResponse:
        """On to another page of this server, in the same language."""
        return RedirectResponse(self.keeping(path), 303)

    def put(self, answer: Response, name: str, value: str, *, lives_s: int | None = None) -> None:
        """Set a cookie of access."""
        cookies.put(answer, name, value, behind_tls=self.behind_tls, lives_s=lives_s)

    def drop(self, answer: Response, name: str) -> None:
        """Take a cookie away."""
        cookies.drop(answer, name, behind_tls=self.behind_tls)

    async def form(self) -> Mapping[str, str]:
        """What a form sent; AccessError where it does not carry the secret of the page it stood on."""
        body = b""
        async for chunk in self.request.stream():
            body += chunk
            if len(body) > LONGEST_FORM:
                raise AccessError("form_old")
        sent = {
            name: values[0]
            for name, values in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()
        }
        secret = self.cookie(cookies.FORM)
        if not secret or not hmac.compare_digest(secret.encode(), sent.get("secret", "").encode()):
            raise AccessError("form_old")
        return sent


def local_path(asked: str) -> str:
    """A path of this server, `/` for anything that could lead elsewhere."""
    plain = asked.isprintable() and "\\" not in asked
    return asked if plain and asked.startswith("/") and not asked.startswith("//") else "/"
