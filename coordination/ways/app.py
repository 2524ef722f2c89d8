"""Whether mail, text messages and push work, and a test of each that goes to oneself."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    routers=("api",),
    addresses="urls",
    audited={"way_tried": (r"administration/ways", r"way-tests")},
    not_audited={r"ways|way-tests(/<id>)?|administration/ways": OF_NO_ONE_ELSE},
)
