"""How phones are told which apps belong to this host, before they let one use its passkeys and open its invitations.

A phone asks the host itself. Apple: apple-app-site-association; Android: assetlinks.json (Digital Asset Links).
"""

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from coordination.sign_in.own_apps.named_apps import AndroidApp

# Invitations open in the app. Their codes stand in the fragment of the address, which no server is sent.
OPENED_BY_APP = {
    "/accounts/welcome/": "an invitation",
    "/agency-sign-in/app/return/": "a sign-in with one's agency that ends in the app",
}
ANDROID_RELATIONS = ["delegate_permission/common.get_login_creds", "delegate_permission/common.handle_all_urls"]


@require_safe
def apple_association(request: HttpRequest) -> JsonResponse:
    """Tell iPhones which apps belong to this host. Raises: Http404: none."""
    apps = list(settings.IOS_APPS)
    if not apps:
        raise Http404
    components = [{"/": path, "comment": what} for path, what in OPENED_BY_APP.items()]
    opened = {"appIDs": apps, "components": components}
    return JsonResponse({"applinks": {"details": [opened]}, "webcredentials": {"apps": apps}})


@require_safe
def android_links(request: HttpRequest) -> JsonResponse:
    """Tell Android phones which apps belong to this host. Raises: Http404: none."""
    apps: tuple[AndroidApp, ...] = settings.ANDROID_APPS
    if not apps:
        raise Http404
    packages: dict[str, list[str]] = {}
    for app in apps:
        packages.setdefault(app.package, []).append(app.fingerprint)
    targets = [
        {"namespace": "android_app", "package_name": package, "sha256_cert_fingerprints": fingerprints}
        for package, fingerprints in packages.items()
    ]
    return JsonResponse([{"relation": ANDROID_RELATIONS, "target": one} for one in targets], safe=False)
