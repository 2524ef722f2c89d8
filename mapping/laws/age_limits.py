"""Read when a site's verifications turn amber and red: by the law its district is held to."""

from mapping.laws.freshness import AgeLimits
from mapping.laws.profile import profile_of
from mapping.models import Site


def age_limits_of(site: Site) -> AgeLimits:
    """Return the limits of the profile of a site's district. One query."""
    return profile_of(site.district_id).age_limits()
