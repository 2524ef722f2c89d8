"""Read when a site's verifications turn amber and red: by the law its district is held to."""

from mapping.freshness import AgeLimits
from mapping.models import Site
from mapping.queries.profile import profile_of


def age_limits_of(site: Site) -> AgeLimits:
    """Return the limits of the profile of a site's district. One query."""
    return profile_of(site.district_id).age_limits()
