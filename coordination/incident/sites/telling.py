"""Who is told that a site has joined: its own people, and those whom its agreements let in."""

from coordination.incident.sites.capability import SiteJoined
from coordination.room.alerting.recipients import AlertTrigger, Telling, people_of_joined_site
from mapping.models import Site


def told_of_site(trigger: AlertTrigger) -> list[Telling]:
    """Return whom an alert of the incident reaches at that site, on duty as ever."""
    assert isinstance(trigger.event, SiteJoined)
    return [Telling(people_of_joined_site(trigger, Site.objects.get(pk=trigger.event.site_id)))]
