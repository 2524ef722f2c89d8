from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("mou", "0003_first_versions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="memorandumsite",
            name="memorandum_names_a_site_once",
        ),
        migrations.RemoveConstraint(
            model_name="oldterm",
            name="memorandum_says_each_thing_once",
        ),
        migrations.RemoveConstraint(
            model_name="oldterm",
            name="term_kind_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="memorandum",
            name="memorandum_dates_in_order",
        ),
        migrations.RemoveConstraint(
            model_name="memorandum",
            name="memorandum_state_matches_instants",
        ),
        migrations.RemoveIndex(
            model_name="memorandum",
            name="memorandum_held",
        ),
        migrations.RemoveField(
            model_name="memorandumsite",
            name="memorandum",
        ),
        migrations.RemoveField(
            model_name="oldterm",
            name="memorandum",
        ),
        migrations.RemoveField(
            model_name="memorandum",
            name="covers_all_sites",
        ),
        migrations.RemoveField(
            model_name="memorandum",
            name="effective_on",
        ),
        migrations.RemoveField(
            model_name="memorandum",
            name="expires_on",
        ),
        migrations.RemoveField(
            model_name="memorandum",
            name="signed_at",
        ),
        migrations.RemoveField(
            model_name="memorandum",
            name="state",
        ),
        migrations.RemoveField(
            model_name="memorandum",
            name="terminated_at",
        ),
        migrations.DeleteModel(
            name="MemorandumSite",
        ),
        migrations.DeleteModel(
            name="OldTerm",
        ),
    ]
