"""Which kinds of statements this server can check: each is declared here, and counts where its setting is there."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from coordination.sign_in.own_apps.app_attest import AppleRules, check_app_attest
from coordination.sign_in.own_apps.own_keys import play_keys_in, roots_in
from coordination.sign_in.own_apps.play_integrity import GoogleRules, check_play_integrity
from coordination.sign_in.own_apps.proofs import Proof

# Takes what an app sent and the time; raises NotProven. It asks no other server: no outage keeps a person out.
type Verifier = Callable[[Proof, datetime], None]


def known_verifiers() -> dict[str, Verifier]:
    """Return what checks each kind of statement that this server can check. Raises: ImproperlyConfigured."""
    found: dict[str, Verifier] = {}
    roots, keys = roots_in(settings.APP_ATTEST_ROOTS), play_keys_in(settings.PLAY_INTEGRITY_KEYS)
    if roots and settings.IOS_APPS:
        apple = AppleRules(roots, settings.IOS_APPS, settings.APP_ATTEST_DEVELOPMENT)
        found["app_attest"] = lambda proof, at: check_app_attest(proof, apple, at)
    if keys and settings.ANDROID_APPS:
        google = GoogleRules(keys, settings.ANDROID_APPS)
        found["play_integrity"] = lambda proof, at: check_play_integrity(proof, google, at)
    return found


def can_check_all_apps() -> bool:
    """Tell whether each kind of app that belongs to this host can prove itself, and there is one."""
    needed = {"app_attest"} if settings.IOS_APPS else set()
    needed |= {"play_integrity"} if settings.ANDROID_APPS else set()
    return bool(needed) and needed <= known_verifiers().keys()
