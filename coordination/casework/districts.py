"""What belongs to a district: what is its own, and what is of its schools."""

from uuid import UUID

from django.db.models import Q


def in_district(district_id: UUID, agency: str) -> Q:
    """Ask whether an agency, at the end of a chain of columns, is a district or one of its schools."""
    return Q(**{f"{agency}_id": district_id}) | Q(**{f"{agency}__parent_id": district_id})
