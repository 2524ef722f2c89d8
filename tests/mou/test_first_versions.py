"""Agreements of the first form are carried over whole: the migration is run on a database that has some."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from tests.factories.mou import LONG_AGO, NOW

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("mou", "0001_initial")], [("mou", "0004_one_truth")]
STATES: dict[str, dict[str, object]] = {
    "draft": {"state": "draft"},
    "signed": {"state": "signed", "signed_at": LONG_AGO},
    "terminated": {"state": "terminated", "signed_at": LONG_AGO, "terminated_at": NOW},
}


def migrated(targets: list[tuple[str, str]]) -> StateApps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def write_first_form(apps: StateApps) -> None:
    agencies = [
        apps.get_model("mou", "Agency").objects.create(kind=kind, name=kind, short_name=kind, time_zone="UTC")
        for kind in ("district", "police")
    ]
    for title, fields in STATES.items():
        row = apps.get_model("mou", "Memorandum").objects.create(
            title=title,
            district=agencies[0],
            agency=agencies[1],
            covers_all_sites=False,
            effective_on=date(2026, 1, 1),
            expires_on=date(2026, 12, 31),
            **fields,
        )
        apps.get_model("mou", "MemorandumSite").objects.create(memorandum=row, site_id=UUID(int=7))
        apps.get_model("mou", "Term").objects.create(
            memorandum=row, kind="room_access", is_granted=True, clause="Rooms & halls."
        )


def test_every_old_agreement_becomes_a_version_with_its_sites_words_and_instants() -> None:
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        write_first_form(migrated(BEFORE))
        new = migrated(AFTER)

        found = {
            row.title: (
                [(one.number, one.state, one.in_force_from, one.ended_at, one.ended_why) for one in row.versions.all()],
                row.current_version is not None,
                [(t.kind, t.value, t.clause.body_html) for one in row.versions.all() for t in one.terms.all()],
                [site.site_id.int for one in row.versions.all() for site in one.sites.all()],
            )
            for row in new.get_model("mou", "Memorandum").objects.all()
        }

        terms = [("room_access", {"granted": True}, "<p>Rooms &amp; halls.</p>")]
        assert found == {
            "draft": ([(1, "draft", None, None, "")], False, terms, [7]),
            "signed": ([(1, "in_force", LONG_AGO, None, "")], True, terms, [7]),
            "terminated": ([(1, "terminated", LONG_AGO, NOW, "terminated")], True, terms, [7]),
        }
    finally:
        migrated(newest)
