"""The forms of the incident command system."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api",),
    addresses="urls",
    audited={
        "form_exported": (r"incidents/<id>/forms/<id>\.pdf", r"rooms/<id>/forms/<id>\.pdf"),
        "incident_read": (r"incidents/<id>/forms(/<id>(/<id>)?)?", r"rooms/<id>/forms/<id>"),
    },
)
