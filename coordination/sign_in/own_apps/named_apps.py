"""The apps that belong to this host, as the operator names them in the environment: they may use its passkeys."""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

IOS_APP = re.compile(r"[A-Z0-9]{10}(\.[A-Za-z0-9-]+)+")
ANDROID_APP = re.compile(r"([A-Za-z]\w*(?:\.[A-Za-z]\w*)+)=((?:[0-9A-F]{2}:){31}[0-9A-F]{2})")


@dataclass(frozen=True, slots=True)
class AndroidApp:
    """An Android app, by its package and the SHA-256 of the certificate that signs it, as keytool prints it."""

    package: str
    fingerprint: str

    def origin(self) -> str:
        """Return what Android writes as the origin of a passkey's answer: it knows no address of an app."""
        digest = urlsafe_b64encode(bytes.fromhex(self.fingerprint.replace(":", ""))).decode().rstrip("=")
        return f"android:apk-key-hash:{digest}"


def ios_apps_in(text: str) -> tuple[str, ...]:
    """Return apps as TEAMID.bundle, separated by commas. Raises: ImproperlyConfigured."""
    apps = tuple(one for one in text.replace(" ", "").split(",") if one)
    if wrong := [one for one in apps if not IOS_APP.fullmatch(one)]:
        raise ImproperlyConfigured(f"MUSTERPOINT_IOS_APPS names apps as TEAMID.bundle, not {wrong[0]!r}")
    return apps


def android_apps_in(text: str) -> tuple[AndroidApp, ...]:
    """Return apps as package=AA:BB:…, separated by commas. Raises: ImproperlyConfigured."""
    apps = []
    for one in filter(None, text.replace(" ", "").split(",")):
        found = ANDROID_APP.fullmatch(one)
        if found is None:
            raise ImproperlyConfigured(f"MUSTERPOINT_ANDROID_APPS names apps as package=AA:BB:… (SHA-256), not {one!r}")
        apps.append(AndroidApp(found[1], found[2]))
    return tuple(apps)
