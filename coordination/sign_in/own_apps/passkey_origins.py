"""Whose answers of passkeys are taken: of our pages, and of the Android apps that the operator named.

allauth asks no setting about origins but whether every one is taken, so the server that it makes is made here.
"""

from functools import partial

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity


def make_passkey_server() -> Fido2Server:
    """Return what checks passkeys of this host, as allauth makes it, but for the origins."""
    rp = PublicKeyCredentialRpEntity(**get_adapter().get_public_key_credential_rp_entity())
    return Fido2Server(rp, verify_origin=partial(is_origin_known, rp.id))


def is_origin_known(rp_id: str | None, origin: str) -> bool:
    """Tell whether an answer came from a page of this host, or from an app that belongs to it."""
    if app_settings.WEBAUTHN_ALLOW_INSECURE_ORIGIN:
        return True
    return origin in {one.origin() for one in settings.ANDROID_APPS} or verify_rp_id(rp_id or "", origin)


def take_origins_of_apps() -> None:
    """Let allauth make its server here. Once, before any passkey is asked for."""
    auth.get_server = make_passkey_server
