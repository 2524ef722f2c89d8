"""What is kept for how long where a district says nothing, and the least that it may say. Pure.

Where a law is known it is named; the rest is the custom of the field, and a district's own schedule goes before it.
"""

from dataclasses import dataclass

from coordination.keeping.vocabulary import DataClass

YEAR = 365
MOST_DAYS = 100 * YEAR


@dataclass(frozen=True, slots=True)
class Bounds:
    """Days after which a class is deleted. `default_days` none: kept until a district says otherwise."""

    default_days: int | None
    least_days: int


_C = DataClass
# Classes whose time a district sets here. The others have rules of their own: a desk's, a team's, a roster's.
BOUNDS = {
    _C.INCIDENTS: Bounds(default_days=7 * YEAR, least_days=YEAR),
    # Records of drills: three years.
    _C.EXERCISES: Bounds(default_days=3 * YEAR, least_days=3 * YEAR),
    _C.UPLOADS: Bounds(default_days=None, least_days=YEAR),
    _C.PUSH_RECORDS: Bounds(default_days=YEAR, least_days=30),
    # CJIS Security Policy 5.9.5, AU-11: at least one year.
    _C.AUDIT: Bounds(default_days=3 * YEAR, least_days=YEAR),
    # 34 CFR 99.32(a)(2): for as long as the student's records are kept, which this server cannot know.
    _C.DISCLOSURES: Bounds(default_days=None, least_days=5 * YEAR),
    _C.ACCOUNTS: Bounds(default_days=YEAR, least_days=30),
    _C.OLD_PLANS: Bounds(default_days=5 * YEAR, least_days=YEAR),
}
