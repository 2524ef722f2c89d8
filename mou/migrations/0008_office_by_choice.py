"""Whether a member is called with the office is chosen; until now words in a title decided it, and who had them stays."""

from unicodedata import normalize

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TITLES = (
    *("nurse", "secretary", "office", "counsel", "psychologist", "security", "monitor", "health aide"),
    *("enfermer", "secretari", "oficina", "consejer", "orientador", "psicolog", "seguridad", "auxiliar de salud"),
)


def choose_by_titles(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    members = apps.get_model("mou", "AgencyMember")
    rows = members.objects.filter(agency__kind__in=("school", "district"), ended_at__isnull=True).exclude(title="")
    chosen = [pk for pk, title in rows.values_list("pk", "title") if _says_office(title)]
    for start in range(0, len(chosen), 500):
        members.objects.filter(pk__in=chosen[start : start + 500]).update(is_in_office=True)


def _says_office(title: str) -> bool:
    plain = normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return any(one in plain for one in TITLES)


def _add_column(model: str, table: str) -> migrations.SeparateDatabaseAndState:
    # Django would make the table anew on SQLite, under triggers that read it.
    statement = f'ALTER TABLE "{table}" ADD COLUMN "is_in_office" bool NOT NULL DEFAULT false'
    column = migrations.AddField(model, "is_in_office", models.BooleanField(default=False, db_default=False))
    return migrations.SeparateDatabaseAndState([migrations.RunSQL(statement, migrations.RunSQL.noop)], [column])


class Migration(migrations.Migration):
    dependencies = [("mou", "0007_where_an_incident_is")]

    operations = [
        _add_column("agencymember", "mou_agencymember"),
        _add_column("membershipoffer", "mou_membershipoffer"),
        migrations.RunPython(choose_by_titles, migrations.RunPython.noop),
    ]
