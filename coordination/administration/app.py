"""Agencies, people and sites."""

from mou.foundation.app_declaration import NO_PLAN, OWN_PAGES, App, MainPage
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("second_person.waiting.list_waiting_requests",),
    routers=("api", "own_account"),
    addresses="urls",
    chores=("chores.forget_given_up", "chores.index_people", "operator.telling.tell_of_operator"),
    letters={"invitation": "accounts.invitation_mail.write_invitation_mail"},
    uploads=(
        "/administration/agencies/*/people-file",
        "/districts/*/schools-file",
        "/districts/*/new-school",
        "/sites/*/settings",
    ),
    main_pages=(
        MainPage(
            _("Administration"),
            "administration",
            ("/administration", "/districts/", "/records/", "/security/"),
            "access.administers_anything",
            order=90,
        ),
    ),
    audited={
        "roster_read": (r"agencies/<id>/members", r"people(/<id>)?", r"administration/people/<id>"),
        "account_changed": (
            r"(accounts/(address|welcome)/|_allauth/app/v1/auth/invitation/).*",
            r"account/sessions",
            r"me/address.*",
        ),
        "people_changed": (
            r"administration(?!/people/<id>/data).*",
            r"agencies(/<id>)?",
            r"agencies/<id>/(people|members|invitation-mails).*",
            r"membership-requests/.*",
            r"people/<id>(?!/data).*",
            r"scim/.*",
        ),
        "site_changed": (r"districts/<id>/(new-school|schools-file|sites)", r"sites/<id>/(settings|buildings.*)"),
        "rules_changed": (r"security/.*",),
    },
    not_audited={
        r"agency-sign-in/.*": "signing in is noted where it is decided",
        r"sites/<id>/(settings|buildings.*)|districts/<id>/(new-school|schools-file)": NO_PLAN,
        r"agencies(/<id>/invitation-mails.*)?|administration.*|security.*|scim/.*": OWN_PAGES,
    },
)
