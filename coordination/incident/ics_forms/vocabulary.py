"""The forms of the incident command system that a room fills in. Pure. Sources stand in docs/vocabulary.md."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import pgettext_noop as pgettext


class IcsForm(Labelled):
    """A form by its official number (FEMA 502-2); 309 is the communications log of the same family."""

    F201 = "201", pgettext("ICS form", "Incident Briefing")
    F202 = "202", pgettext("ICS form", "Incident Objectives")
    F203 = "203", pgettext("ICS form", "Organization Assignment List")
    F204 = "204", pgettext("ICS form", "Assignment List")
    F205 = "205", pgettext("ICS form", "Incident Radio Communications Plan")
    F206 = "206", pgettext("ICS form", "Medical Plan")
    F207 = "207", pgettext("ICS form", "Incident Organization Chart")
    F208 = "208", pgettext("ICS form", "Safety Message/Plan")
    F209 = "209", pgettext("ICS form", "Incident Status Summary")
    F211 = "211", pgettext("ICS form", "Incident Check-In List")
    F213 = "213", pgettext("ICS form", "General Message")
    F214 = "214", pgettext("ICS form", "Activity Log")
    F215 = "215", pgettext("ICS form", "Operational Planning Worksheet")
    F215A = "215A", pgettext("ICS form", "Incident Action Plan Safety Analysis")
    F309 = "309", pgettext("ICS form", "Communications Log")
