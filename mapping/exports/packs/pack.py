"""Make the signed offline pack of a site: plans, pictures, people, agreement and one page that needs no network."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from mapping.exports.packs import verify_pack
from mapping.exports.packs.key import pack_key_at, public_hex
from mapping.exports.packs.one_page import page_of_pack
from mapping.exports.packs.pictures import pictures_of, scans_in_page
from mapping.exports.print_job import PrintChoice, PrintJob
from mapping.exports.prints import site_drawings
from mapping.exports.site_plan import site_plan, site_state
from mapping.exports.writers.archive import zip_of
from mapping.exports.writers.geojson import geojson_of
from mapping.laws.age_limits import age_limits_of
from mapping.models import Floorplan, Site
from mapping.plans.levels import LevelView, level_views
from mapping.plans.queries import plan_geojson
from mapping.plans.versions import local_day
from mapping.sites.basemap import base_map
from mapping.sites.grid_queries import site_grid
from mapping.sites.queries import RosterView, SiteOutline, SiteView, roster_of, site_outline, site_view
from mapping.vocabulary import FloorplanState
from mou.access.fetch import Standing
from mou.agreements.reading.queries import MemorandumView, memorandum_views
from mou.models import Memorandum

FORMAT = "musterpoint-pack/1"
# Raise this when a pack holds more or other files, so that clients with an older pack get the new one.
WRITERS_VERSION = "3"


@dataclass(frozen=True, slots=True)
class PackOrder:
    """For whom a pack is made: whether the roster is theirs to have, and the agreements under which they come."""

    at: datetime
    includes_roster: bool
    agreements: tuple[MemorandumView, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """The files of a pack by name; the manifest and its signature are made when it is closed."""

    site_id: str
    site_name: str
    made_at: datetime
    floorplans: tuple[dict[str, str | int | None], ...]
    files: Mapping[str, bytes]

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each file."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}

    def closed(self, known: Mapping[str, str] | None = None) -> bytes:
        """Return the signed archive; with digests of files that the reader has, it holds only the others.

        The manifest lists every file in any case: an update is checked together with the pack it builds on.
        """
        digests = self.digests()
        manifest = {
            "format": FORMAT,
            "site_id": self.site_id,
            "site_name": self.site_name,
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="seconds"),
            "floorplans": self.floorplans,
            "files": {name: {"sha256": digests[name], "size": len(self.files[name])} for name in sorted(self.files)},
        }
        told = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        key = pack_key_at(settings.PACK_KEY_FILE)
        signed = {
            verify_pack.MANIFEST: told,
            verify_pack.SIGNATURE: key.sign(told).hex().encode() + b"\n",
            verify_pack.KEY: public_hex(key).encode() + b"\n",
        }
        wanted = {name: content for name, content in self.files.items() if (known or {}).get(name) != digests[name]}
        return zip_of(signed | wanted)


def pack_of(site: Site, order: PackOrder) -> Pack:
    """Return the pack of a site. Some twenty queries; what has not changed has the same bytes in the next pack."""
    plan, view, levels = site_plan(site), site_view(site), level_views(site, order.at)
    plans, outline, contacts = _plan_texts(site), site_outline(site), _contacts_of(site, order)
    today, limits = local_day(site, order.at), age_limits_of(site)
    job = PrintJob(plan, site_grid(site), today, limits, PrintChoice())
    files = {f"plans/{level_id}.geojson": text.encode() for level_id, text in plans.items()}
    files["plans/site.geojson"] = geojson_of(plan)
    files |= {f"drawings/{name}": content for name, content in site_drawings(job).items()}
    files |= pictures_of(site)
    scans = scans_in_page(site, files)
    files |= _page_files(view, outline, levels, contacts, order)
    files["scans.json"] = _json_bytes({plan_id: scan["placement"] for plan_id, scan in scans.items()})
    files["index.html"] = page_of_pack(
        view,
        base_map(outline, None),
        levels,
        plans,
        contacts=contacts,
        agreements=order.agreements,
        scans=scans,
        made_at=order.at,
    )
    files["verify_pack.py"] = Path(verify_pack.__file__).read_bytes()
    versions = tuple(
        {
            "level_id": str(level.id),
            "version": level.version,
            "verified_on": None if level.verified_on is None else level.verified_on.isoformat(),
        }
        for level in plan.levels
    )
    return Pack(str(site.pk), site.name, order.at, versions, files)


@dataclass(frozen=True, slots=True)
class PackOf:
    """A site's pack as one reader may have it, before it is made."""

    site: Site
    order: PackOrder

    def tag(self) -> str:
        """Return what identifies what it says; nothing is made for it."""
        return pack_tag(self.site, self.order)

    def made(self) -> Pack:
        """Return the pack."""
        return pack_of(self.site, self.order)


def pack_tag(site: Site, order: PackOrder) -> str:
    """Return what identifies what a pack says, without making it: some ten queries, and nothing is drawn.

    It covers what this reader may have: a reader who loses the roster gets another tag, and so another pack, at once.
    Ages in days are not part of it; pages work those out themselves.
    """
    people = [[one.name, one.title, one.agency_name] for one in _contacts_of(site, order)]
    agreements = [_agreement_card(one) for one in order.agreements]
    parts = [WRITERS_VERSION, get_language(), site_state(site), str(age_limits_of(site)), people, agreements]
    return hashlib.sha256(_json_bytes(parts)).hexdigest()


def agreements_behind(standings: Iterable[Standing], at: datetime) -> tuple[MemorandumView, ...]:
    """Return the agreements behind a person's standings at a site; none for the school's own people."""
    ids = {one.memorandum_id for one in standings if one.memorandum_id is not None}
    return tuple(memorandum_views(Memorandum.objects.filter(pk__in=ids).order_by("pk"), at))


def _plan_texts(site: Site) -> dict[str, str]:
    published = Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED).select_related("level")
    return {str(one.level_id): plan_geojson(one.level, one) for one in published.order_by("level_id")}


def _contacts_of(site: Site, order: PackOrder) -> list[RosterView]:
    return roster_of(site, order.at) if order.includes_roster else []


def _page_files(
    view: SiteView, outline: SiteOutline, levels: list[LevelView], contacts: list[RosterView], order: PackOrder
) -> dict[str, bytes]:
    """Return what the pack's page says, for programs: our own pages draw it when the network is gone."""
    shape = {
        "boundary": None if outline.boundary is None else json.loads(outline.boundary),
        "buildings": [json.loads(one) for one in outline.buildings],
    }
    people = [{"name": one.name, "title": one.title, "agency": one.agency_name} for one in contacts]
    return {
        "site.json": _json_bytes(asdict(view) | shape),
        "levels.json": _json_bytes([asdict(level) for level in levels]),
        "contacts.json": _json_bytes(people),
        "agreement.json": _json_bytes([_agreement_card(one) for one in order.agreements]),
    }


def _agreement_card(agreement: MemorandumView) -> dict[str, object]:
    """Return an agreement as an officer shows it: between whom, until when, and what it opens."""
    return {
        "title": agreement.title,
        "district": agreement.district.name,
        "agency": agreement.agency.name,
        "effective_on": agreement.effective_on.isoformat(),
        "expires_on": agreement.expires_on.isoformat(),
        "grants": sorted({term.kind.value for term in agreement.terms if term.is_granted}),
    }


def _json_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
