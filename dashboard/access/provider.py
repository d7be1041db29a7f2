"""Sign-in with an OpenID Connect provider: authorization code with PKCE, the identity token checked to the letter.

Authlib carries the exchange; what the provider says of a person becomes an account here, with the role and the area
that the settings give to its claims, so that it can be listed, disabled and audited like any other.
"""

from __future__ import annotations

import hmac
import json
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dashboard import errors
from dashboard.access import cookies
from dashboard.access.forms import Visit, local_path
from dashboard.access.settings import Provider
from geodata.errors import AccessError, GeodataError
from geodata.register import Act, Register, accounts, sessions
from geodata.register.accounts import ACCOUNTS, Account

_SCOPE: Final = "openid profile email"
_WAITS_S: Final = 600
_PATIENCE_S: Final = 10.0
_SKEW_S: Final = 60
_ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
_NOT_IN_A_KEY: Final = re.compile(r"[^a-z0-9._@-]+")


async def leave(visit: Visit) -> Response:
    """To the provider; what has to be known on the way back goes along in a cookie of this browser alone."""
    import httpx  # noqa: PLC0415  only where a provider is set

    given = visit.door.settings.provider
    if given is None:
        return visit.go("/sign-in")
    kept = {
        "state": sessions.new_token(),
        "nonce": sessions.new_token(),
        "verifier": sessions.new_token() + sessions.new_token(),
        "back": visit.back,
    }
    try:
        told = await _discover(given)
    except (httpx.HTTPError, ValueError, KeyError) as error:
        visit.door.note("nobody", "sign-in failed", reason="provider", error=type(error).__name__)
        said = errors.sentence(visit.words, AccessError("sign_in_provider").finding)
        return visit.page("sign-in", status=502, said=said, name="", label=given.label, next=visit.back)
    async with _client(visit, given) as client:
        url, _state = client.create_authorization_url(
            told["authorization_endpoint"],
            state=kept["state"],
            nonce=kept["nonce"],
            code_verifier=kept["verifier"],
            ui_locales=str(visit.language),
        )
    answer = RedirectResponse(str(url), 303)
    visit.put(answer, cookies.PROVIDER, json.dumps(kept, separators=(",", ":")).encode().hex(), lives_s=_WAITS_S)
    return answer


async def arrive(visit: Visit) -> tuple[Account, str]:
    """The account of whoever comes back, and where to go; AccessError where anything does not fit."""
    given = visit.door.settings.provider
    kept = _kept(visit)
    query = visit.request.query_params
    same = hmac.compare_digest(query.get("state", "").encode(), kept.get("state", "-").encode())
    if given is None or not same or "code" not in query:
        raise AccessError("sign_in_provider")
    try:
        told = await _discover(given)
        async with _client(visit, given) as client:
            token = await client.fetch_token(told["token_endpoint"], code=query["code"], code_verifier=kept["verifier"])
        claims = _checked(token["id_token"], dict(await _get(told["jwks_uri"])), given, kept["nonce"])
        if "userinfo_endpoint" in told and given.role_claim not in claims:
            more = await _get(told["userinfo_endpoint"], bearer=token["access_token"])
            claims = {**(more if more.get("sub") == claims["sub"] else {}), **claims}
    except GeodataError:
        raise
    except Exception as error:  # whatever the provider or a library makes of it, nobody is let in
        raise AccessError("sign_in_provider") from error
    account = _account(given, claims)
    return await run_in_threadpool(_keep, visit.door.store.register, account), local_path(kept.get("back", "/"))


def _client(visit: Visit, given: Provider) -> Any:  # noqa: ANN401  Authlib has no types
    from authlib.integrations.httpx_client import AsyncOAuth2Client  # noqa: PLC0415  only where a provider is set

    scheme = "https" if visit.behind_tls else "http"
    return AsyncOAuth2Client(
        client_id=given.client_id,
        client_secret=given.secret or None,
        token_endpoint_auth_method="client_secret_basic" if given.secret else "none",
        scope=_SCOPE,
        redirect_uri=f"{scheme}://{visit.request.headers['host']}/sign-in/back",
        code_challenge_method="S256",
        timeout=_PATIENCE_S,
    )


async def _discover(given: Provider) -> Mapping[str, Any]:
    """What the provider says about itself; it must name itself as the settings do (OpenID Connect Discovery 4.3)."""
    told = await _get(f"{given.issuer.rstrip('/')}/.well-known/openid-configuration")
    if str(told["issuer"]).rstrip("/") != given.issuer.rstrip("/"):
        raise ValueError("the provider names itself otherwise")
    return told


async def _get(url: str, *, bearer: str = "") -> Mapping[str, Any]:
    """A JSON object; the environment's proxies are not asked."""
    import httpx  # noqa: PLC0415  only where a provider is set

    async with httpx.AsyncClient(timeout=_PATIENCE_S, trust_env=False) as client:
        answer = await client.get(url, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})
        answer.raise_for_status()
        found = answer.json()
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def _checked(token: str, keys: Any, given: Provider, nonce: str) -> dict[str, Any]:  # noqa: ANN401  JSON
    """The claims of an identity token: signed by the provider, for us, now, and for this very sign-in."""
    from joserfc import jwt  # noqa: PLC0415  comes with Authlib
    from joserfc.jwk import KeySet  # noqa: PLC0415

    claims: dict[str, Any] = dict(jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(_ALGORITHMS)).claims)
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    now = time.time()
    fits = (
        str(claims["iss"]).rstrip("/") == given.issuer.rstrip("/")
        and given.client_id in audience
        and claims.get("azp", given.client_id) == given.client_id
        and float(claims["exp"]) > now - _SKEW_S
        and float(claims["iat"]) < now + _SKEW_S
        and hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
        and bool(claims.get("sub"))
    )
    if not fits:
        raise AccessError("sign_in_provider")
    return claims


def _account(given: Provider, claims: Mapping[str, Any]) -> Account:
    """The account that the claims make; AccessError for somebody without a role here."""
    roles = [given.roles[value] for value in _values(claims.get(given.role_claim)) if value in given.roles]
    if not roles:
        raise AccessError("sign_in_provider")
    areas: tuple[str, ...] = ()
    if given.area_claim:
        told = _values(claims.get(given.area_claim))
        areas = tuple(dict.fromkeys(code for value in told for code in given.areas.get(value, ())))
        everywhere = any(value in given.areas and not given.areas[value] for value in told)
        if not areas and not everywhere:
            raise AccessError("sign_in_provider")
        areas = () if everywhere else areas
    name = str(claims.get(given.account_claim) or claims["sub"])
    return Account(
        key=_NOT_IN_A_KEY.sub("-", name.lower()).strip("-.")[:100],
        name=str(claims.get("name") or name)[:200],
        role=str(min(roles, key=list(given.roles.values()).index)),
        areas=areas,
        origin="oidc",
    )


def _values(claim: object) -> list[str]:
    return [str(value) for value in claim] if isinstance(claim, list) else [str(claim)] if claim else []


def _keep(register: Register, account: Account) -> Account:
    """The account as the provider has it today; AccessError where it is disabled here, or a local one has its name."""
    act = Act("provider", datetime.now(UTC))
    with register.writing() as session:
        kept = accounts.find(session, account.key)
        if kept is None:
            ACCOUNTS.add(session, account, act)
        elif kept.closed_on is not None or kept.what.origin != "oidc":
            raise AccessError("sign_in_provider")
        else:
            ACCOUNTS.change(session, kept, account, act)
    return account


def _kept(visit: Visit) -> dict[str, str]:
    try:
        found = json.loads(bytes.fromhex(visit.cookie(cookies.PROVIDER)))
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
