"""Carry every agreement of the first form over: its one set of terms becomes version 1, its words become clauses.

What was signed then was signed without a sum over its words: such a version has none, and no signatures.
"""

import uuid

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils.html import escape

STATES = {"draft": "draft", "signed": "in_force", "terminated": "terminated"}
TOPICS = {"floorplan_access": "technology", "room_access": "response", "roster_access": "info_sharing"}


def write_versions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write version 1 of every memorandum."""
    version_model, site_model = apps.get_model("mou", "Version"), apps.get_model("mou", "VersionSite")
    for row in apps.get_model("mou", "Memorandum").objects.all():
        is_signed = row.signed_at is not None
        version = version_model.objects.create(
            memorandum=row,
            number=1,
            state=STATES[row.state],
            covers_all_sites=row.covers_all_sites,
            effective_on=row.effective_on,
            expires_on=row.expires_on,
            in_force_from=row.signed_at,
            ended_at=row.terminated_at,
            ended_why="terminated" if row.terminated_at else "",
        )
        site_model.objects.bulk_create([site_model(version=version, site_id=site.site_id) for site in row.sites.all()])
        _write_terms(apps, row, version)
        if is_signed:
            row.current_version = version
            row.save(update_fields=["current_version"])


def _write_terms(apps: StateApps, row: object, version: object) -> None:
    clause_model, term_model = apps.get_model("mou", "Clause"), apps.get_model("mou", "Term")
    old_terms = apps.get_model("mou", "OldTerm").objects.filter(memorandum=row).order_by("id")
    for position, old in enumerate(old_terms, start=1):
        clause = clause_model.objects.create(
            version=version,
            key=uuid.uuid4(),
            position=position,
            topic=TOPICS[old.kind],
            heading=old.kind.replace("_", " ").capitalize(),
            body_html=f"<p>{escape(old.clause)}</p>",
        )
        term_model.objects.create(
            version=version,
            clause=clause,
            kind=old.kind,
            value={"granted": old.is_granted},
            condition={"when": "always"},
        )


class Migration(migrations.Migration):
    dependencies = [("mou", "0002_versions")]
    operations = [migrations.RunPython(write_versions, migrations.RunPython.noop)]
