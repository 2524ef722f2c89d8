"""What one can do in each room and other place of a site."""

from mou.foundation.app_declaration import App, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    audited={
        "plan_read": (r"sites/<id>/room-options", r"levels/<id>/room-options.*"),
        "plan_changed": (
            r"levels/<id>/room-options.*",
            r"levels/<id>/spaces/<id>/room-options",
            r"sites/<id>/named-places/<id>/room-options",
        ),
    },
    person_counts=(PersonCount("rooms_walked", "models.RoomWalk", "walked_by", _("Rooms and other places walked")),),
)
