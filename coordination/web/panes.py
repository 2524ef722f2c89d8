"""Which pages may stand in panes of which: an incident in the console, and nothing else in anything."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpResponse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

type Page = Callable[..., HttpResponse]
POLICY = cast("dict[str, list[str]]", settings.SECURE_CSP)


def in_our_panes(page: Page) -> Page:
    """Let a page stand in a pane of a page of ours. What it refuses or redirects to stands in none."""
    open_to_us: Page = csp_override({**POLICY, "frame-ancestors": [CSP.SELF]})(page)
    return xframe_options_sameorigin(open_to_us)


def with_panes(page: Page) -> Page:
    """Let a page have panes with pages of ours."""
    shown: Page = csp_override({**POLICY, "frame-src": [CSP.SELF]})(page)
    return shown
