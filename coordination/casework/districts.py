"""What belongs to a district: what is its own, and what is of its schools."""

from uuid import UUID

from django.db.models import CharField, Q, UUIDField
from django.db.models.functions import Coalesce


def in_district(district_id: UUID, agency: str) -> Q:
    """Ask whether an agency, at the end of a chain of columns, is a district or one of its schools."""
    return Q(**{f"{agency}_id": district_id}) | Q(**{f"{agency}__parent_id": district_id})


def school_of_site(site: str = "") -> tuple[Coalesce, Coalesce]:
    """Return id and name of a site's school as columns; the site's own where no school works there.

    A school has one name in each list then, not that of its campus in some. `site`: the chain of columns that ends at
    the site, with its underscores; empty for the site's own table.
    """
    return (
        Coalesce(f"{site}school_id", f"{site}id", output_field=UUIDField()),
        Coalesce(f"{site}school__name", f"{site}name", output_field=CharField()),
    )
