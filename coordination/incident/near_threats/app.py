"""A threat near schools: dispatch tells them, and each answers."""

from mou.foundation.app_declaration import App, PersonCount
from mou.foundation.labelled import gettext_noop as _

OWN_RECORD = "each threat itself says who told, acknowledged and ended it"
APP = App(
    routers=("api",),
    addresses="urls",
    # What calls people to safety must arrive.
    cleaned=("/api/v1/near-threats", "/api/v1/near-threats/*/end"),
    deletions=("actions.delete_old_threats",),
    pages_of_alerts={"near_threat": "/near-threats", "near_threat_over": "/near-threats"},
    person_counts=(
        PersonCount("near_threats", "models.NearThreat", "sent_by", _("Threats near schools that you told")),
        PersonCount(
            "near_threats_acknowledged",
            "models.NearThreatSite",
            "acknowledged_by",
            _("Threats near your school that you acknowledged"),
        ),
    ),
    not_audited={r"near-threats(/new|/<id>(/(acknowledge|start|end))?)?": OWN_RECORD},
)
