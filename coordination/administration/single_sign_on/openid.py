"""OpenID Connect with an agency's provider: allauth's flow, with what it leaves to others.

allauth keeps the state and PKCE, leads on, and trades the code for a token. It asks for no nonce, believes a token by
the connection that it came over, and whatever issuer the provider's own description names. Here a token is believed
when it is signed by a key of the issuer that the administrator wrote down, for us, for this very sign-in, and new.
Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 9700.
"""

import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.claims import Claims, claims_in
from coordination.administration.single_sign_on.errors import ProviderAway, SignInCancelled, TokenRefused
from coordination.administration.single_sign_on.fetching import ProviderSession, ask_for, check_may_ask, document_at
from coordination.administration.single_sign_on.known_documents import known_documents
from coordination.administration.single_sign_on.people import linked_person
from coordination.administration.single_sign_on.providers import provider_with, secret_of
from coordination.models import User
from coordination.sign_in.sessions.duties import vouch_for_factor

# Only keys that the provider alone holds: a token that our own secret signs proves nothing about the provider.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_DIFFER_S = 60
# Who is asked once more has given the password no longer ago than this.
JUST_NOW_S = 300
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def description_of(issuer: str, *, is_new: bool = False) -> dict[str, Any]:
    """Return what a provider says of itself, or said lately. Calls the network where it is not known, or `is_new`.

    Raises: ProviderAway: it does not answer, or not as it must, or names addresses that must not be asked.
    TokenRefused: it says that it is another issuer.
    """

    def check(found: Mapping[str, object]) -> None:
        if found.get("issuer") != issuer:
            raise TokenRefused("The provider calls itself by another name than the issuer.")
        for name in ENDPOINTS:
            check_may_ask(found.get(name))

    url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    return dict(known_documents.anew(url, check) if is_new else known_documents.at(url, check))


def key_of(token: str, keys_url: str) -> Any:
    """Return the provider's key that a token names, or the only one that fits; a key that is new is looked for.

    Calls the network where the keys are not known. Raises: PyJWTError: there is none. ProviderAway, ProviderBusy.
    """
    found = _fitting_keys(token, known_documents.at(keys_url, _check_keys))
    if not found and (newer := known_documents.looked_for(keys_url, _check_keys)) is not None:
        found = _fitting_keys(token, newer)
    if len(found) != 1:
        raise jwt.InvalidKeyError
    return found[0].key


def _fitting_keys(token: str, keys: Mapping[str, object]) -> list[jwt.PyJWK]:
    wanted = jwt.get_unverified_header(token).get("kid")
    usable = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.public_key_use in (None, "sig")]
    return [key for key in usable if wanted is None or key.key_id == wanted]


def _check_keys(keys: Mapping[str, object]) -> None:
    """Refuse what holds no key that can be read. Raises: ProviderAway."""
    try:
        jwt.PyJWKSet.from_dict(dict(keys))
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProviderAway from error


class AgencyConnection(OpenIDConnectOAuth2Adapter):
    """One sign-in with one provider."""

    # Set by the callback, from the state that the browser's session kept.
    nonce = ""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        super().__init__(request, provider_id)
        ask_for(provider_id)

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            self._openid_config = description_of(self.get_provider().app.settings["server_url"])
        return self._openid_config

    def get_provider(self) -> "AgencyOpenID":
        return AgencyOpenID(self.request, app=_app_of(provider_with(self.provider_id)))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        """Return who has signed in. Calls the network. Raises: TokenRefused, ProviderAway."""
        provider = provider_with(self.provider_id)
        verified = self._verified(app, kwargs["response"].get("id_token"))
        userinfo: dict[str, Any] = {}
        if endpoint := self.openid_config.get("userinfo_endpoint"):
            userinfo = document_at(str(endpoint), {"Authorization": f"Bearer {token.token}"})
        try:
            claims = claims_in(verified, userinfo, provider.groups_claim)
        except ValueError as error:
            raise TokenRefused from error
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"sub": claims.subject})
        login.claims = claims
        return login

    def _verified(self, app: SocialApp, token: object) -> dict[str, Any]:
        """Return what a token says that is the provider's, for us, for this sign-in, and new."""
        if not isinstance(token, str):
            raise TokenRefused
        try:
            found: dict[str, Any] = jwt.decode(
                token,
                key=key_of(token, self.openid_config["jwks_uri"]),
                algorithms=ALGORITHMS,
                issuer=app.settings["server_url"],
                audience=app.client_id,
                leeway=CLOCKS_DIFFER_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise TokenRefused from error
        is_ours = found.get("azp", app.client_id) == app.client_id
        if not is_ours or not self.nonce or not constant_time_compare(str(found.get("nonce", "")), self.nonce):
            raise TokenRefused
        return found


class AgencyOpenID(OpenIDConnectProvider):
    oauth2_adapter_class = AgencyConnection

    def begin(self, request: HttpRequest, *, next_url: str, is_again: bool, hint: str) -> str:
        """Return the provider's address to lead a browser to, and note in its session what must come back."""
        nonce = secrets.token_urlsafe(32)
        more = {"nonce": nonce}
        if hint:
            more["login_hint"] = hint
        if is_again:
            more |= {"prompt": "login", "max_age": "0"}
        scope = self.get_default_scope()
        connection = self.get_oauth2_adapter(request)
        if "groups" in (connection.openid_config.get("scopes_supported") or ()):
            scope = [*scope, "groups"]
        answer = self.redirect(
            request, "login", next_url, nonce=nonce, is_again=is_again, auth_params=more, scope=scope
        )
        return str(answer.url)


class Callback(OAuth2CallbackView):
    """The way back from the provider, with the nonce of the state that began it."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        if request.GET.get("iss", provider.app.settings["server_url"]) != provider.app.settings["server_url"]:
            # RFC 9207: the answer is another provider's.
            raise TokenRefused
        if state is not None:
            self.adapter.nonce = str(state.get("nonce", ""))
        return state, answer


class ProviderAdapter(DefaultSocialAccountAdapter):
    """What allauth asks us about providers: they are agencies', and their people are let in by our rules alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_requests_session(self) -> ProviderSession:
        return ProviderSession()

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Return the provider with this id. Raises: Http404: there is none."""
        return [_app_of(provider_with(provider))] if provider else []

    def on_authentication_error(self, request: HttpRequest, provider: Any, **how: Any) -> None:
        """Say that it did not work: the page does. Raises: SignInCancelled, TokenRefused."""
        if how.get("exception") is not None:
            raise TokenRefused from how["exception"]
        raise SignInCancelled

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the person whom the provider vouches for; their place in the agency follows their groups.

        Commits. Raises: TokenRefused, AddressNotVouched, NoAccountHere, NoPlaceInAgency.
        """
        provider: AgencyProvider = provider_with(sociallogin.account.provider)
        claims: Claims = sociallogin.claims
        at = timezone.now()
        if sociallogin.state.get("is_again"):
            _check_said_again(request, sociallogin, claims)
        sociallogin.account = linked_person(provider=provider, claims=claims, at=at)
        sociallogin.user = sociallogin.account.user
        if provider.trusts_factor and claims.has_factors:
            vouch_for_factor(request, provider.agency_id)


def _check_said_again(request: HttpRequest, login: SocialLogin, claims: Claims) -> None:
    """Refuse who was asked once more and is another person, or was not asked. Raises: TokenRefused."""
    person = login.account.user if login.account.pk else None
    is_same = isinstance(person, User) and person.pk == request.user.pk
    if not is_same or time.time() - claims.auth_time_s > JUST_NOW_S:
        raise TokenRefused


def _app_of(provider: AgencyProvider) -> SocialApp:
    """Return a provider as allauth knows one; its secret is kept nowhere else."""
    return SocialApp(
        provider="openid_connect",
        provider_id=str(provider.pk),
        name=provider.agency.name[:40],
        client_id=provider.client_id,
        secret=secret_of(provider),
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True},
    )


def host_of(issuer: str) -> str:
    """Return the name of a provider's server, as people may know it."""
    return urlsplit(issuer).hostname or ""
