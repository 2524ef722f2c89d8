"""Ask whether something of a site may be deleted. Legal holds are kept by coordination; a setting names its check."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from mapping.models import Site


def refuse_if_held(site: Site, *, since: datetime | None) -> None:
    """Refuse to delete what has been there since an instant, in the transaction that deletes; none: not known.

    Raises: an error of coordination with the code `under_legal_hold`.
    """
    ask = cast("Callable[..., None]", import_string(settings.MAPPING_DELETION_GATE))
    ask(site_id=site.pk, district_id=site.district_id, since=since)
