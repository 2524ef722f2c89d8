"""Agencies, people and sites."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("chores.forget_given_up", "chores.index_people", "operator.telling.tell_of_operator"),
    uploads=(
        "/administration/agencies/*/people-file",
        "/districts/*/schools-file",
        "/districts/*/new-school",
        "/sites/*/settings",
    ),
)
