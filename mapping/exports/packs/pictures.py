"""The pictures of a pack: scans under its floors, and photos of places on them."""

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict

from mapping.edits.photos import photo_path
from mapping.models import Floorplan, PlanImage, PlanPhoto, Site
from mapping.plans.files import plan_file_path
from mapping.plans.scans import scan_under
from mapping.vocabulary import FloorplanState

# A larger scan is in the pack as a file and not in its page: a phone could not open that.
MAX_IN_PAGE_BYTES = 6 * 1024 * 1024


def pictures_of(site: Site) -> dict[str, bytes]:
    """Return scans by their level and photos by their id, of the floorplans in force, as files. Two queries."""
    return dict([*_scan_files(site), *_photo_files(site)])


def scans_in_page(site: Site, files: dict[str, bytes]) -> dict[str, dict[str, object]]:
    """Return by floorplan what the pack's page lays under its floors: how a scan lies, and the picture itself."""
    plans = Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED, image__isnull=False)
    found: dict[str, dict[str, object]] = {}
    for plan in plans.order_by("level_id"):
        picture, scan = files.get(_scan_name(plan)), scan_under(plan)
        if picture is not None and scan is not None and len(picture) <= MAX_IN_PAGE_BYTES:
            placement = json.loads(json.dumps(asdict(scan), default=str))
            shown = "data:image/png;base64," + base64.b64encode(picture).decode()
            found[str(plan.pk)] = {"placement": placement, "shown": shown}
    return found


def _scan_files(site: Site) -> Iterator[tuple[str, bytes]]:
    rows = PlanImage.objects.filter(floorplan__level__site=site, floorplan__state=FloorplanState.PUBLISHED)
    for row in rows.select_related("floorplan").order_by("floorplan__level_id"):
        path = plan_file_path(row.shown_sha256)
        # A picture that was lost from the disk must not keep a crew from the rest of its pack.
        if path.exists():
            yield _scan_name(row.floorplan), path.read_bytes()


def _photo_files(site: Site) -> Iterator[tuple[str, bytes]]:
    rows = PlanPhoto.objects.filter(floorplan__level__site=site, floorplan__state=FloorplanState.PUBLISHED)
    for row in rows.order_by("id"):
        path = photo_path(row.sha256)
        if path.exists():
            yield f"photos/{row.pk}.jpg", path.read_bytes()


def _scan_name(plan: Floorplan) -> str:
    return f"scans/{plan.level_id}.png"
