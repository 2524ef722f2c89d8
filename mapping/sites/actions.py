"""Add a site to a district."""

from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction

from mapping.access import district_to_draw_for
from mapping.geometry.shapes import MultiPolygon, Position
from mapping.interchange.ledger import Ledger
from mapping.models import Site
from mapping.sites.valid_geometry import SRID, valid_area
from mou.vocabulary import ActorId


def create_site(
    *,
    actor_id: ActorId,
    district_id: UUID,
    school_id: UUID | None,
    name: str,
    address: str,
    location: Position,
    boundary: MultiPolygon,
    time_zone: str,
    source_ref: str,
    at: datetime,
) -> UUID:
    """Add a site and return its id, in one durable transaction; an empty boundary means that none is known.

    Raises: DistrictNotFound: there is no such district, or the actor does not keep it.
    """
    area = valid_area(boundary, ref=name, ledger=Ledger()) if boundary else None
    with transaction.atomic(durable=True):
        district = district_to_draw_for(actor_id=actor_id, district_id=district_id, at=at)
        site = Site.objects.create(
            name=name,
            district=district,
            school_id=school_id,
            address=address,
            location=Point(location, srid=SRID),
            boundary=area,
            time_zone=time_zone,
            source_ref=source_ref,
            created_at=at,
        )
    return site.pk
