"""What forms say of sites: which have joined the incident."""

from collections.abc import Iterable

from coordination.incident.sites.capability import IncidentSite
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line


def say_sites(context: FormContext) -> Iterable[FormLine]:
    """Return the sites that have joined and not left."""
    return [text_line(one.value.site, *one.cites) for one in context.history.of(IncidentSite) if not one.value.left_at]


FORM_LINES: dict[Topic, Seed] = {Topic.LOCATION: say_sites}
