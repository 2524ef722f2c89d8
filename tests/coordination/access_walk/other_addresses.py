"""Addresses that the walk leaves to other tests, and why."""

# Open to all, or walked elsewhere: the long poll with the sockets, because it waits on a feed.
OTHER_ADDRESSES = {
    # tests/coordination/administration/single_sign_on/test_single_sign_on_refused.py
    "agency-sign-in/",
    "agency-sign-in/<uuid:provider_id>/callback/",
    # tests/coordination/administration/single_sign_on/test_sign_in_for_apps.py
    *("agency-sign-in/app/", "agency-sign-in/app/done/", "agency-sign-in/app/return/"),
    # By a directory's token (test_scim.py), and by a calendar password (test_drill_calendar.py).
    *(f"scim/v2/{one}s" for one in ("User", "Group", "ResourceType", "Schema")),
    *("scim/v2/Users/<uuid:person_id>", "scim/v2/Groups/<uuid:group_id>", "scim/v2/ResourceTypes/<str:name>"),
    *("scim/v2/Schemas/<str:name>", "scim/v2/ServiceProviderConfig", "scim/v2/.search", "scim/v2/<path:rest>"),
    "drills/calendar.ics",
    *("aid", "install", "kept", ".well-known/musterpoint-record-key"),
    # tests/coordination/sign_in/test_own_apps.py
    *(".well-known/apple-app-site-association", ".well-known/assetlinks.json"),
    # By the code of a card, without an account: tests/coordination/building_today/test_day_cards.py.
    *("day-card", "day-card/press"),
    # For families, without an account: tests/coordination/family_messages/test_family_doors.py.
    *("families/stop", "families/<slug:code>"),
    # For adults at a reunification, by its code: tests/coordination/reunification/test_self_check_in.py.
    "pick-up/<slug:code>",
    # By the key of a message: tests/coordination/incident/reach/test_alarm_tests.py.
    "alarm-tests/key/<str:key>",
    "manifest.webmanifest",
    "service-worker.js",
    "words/room.<slug:language>.<slug:digest>.json",
    "rooms/<uuid:room_id>",
    "healthz",
    "readyz",
    "api/v1/openapi.json",
    "api/v1/asyncapi.json",
    "api/v1/",
    "^api/",  # whatever else is asked for below it: not found
    "^_allauth/",  # the same
    "i18n/setlang/",
}
# For everyone, signed in or not: tests/coordination/incident/response_actions/test_safety_words.py.
OPEN_ROUTES = {"GET /safety-words"}
WALKED_WITH_THE_SOCKETS = {"api/v1/rooms/<uuid:room_id>/poll"}
NOT_OURS = ("accounts/", "_allauth/")
