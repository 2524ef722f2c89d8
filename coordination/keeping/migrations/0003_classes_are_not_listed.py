"""A class of data that is new changes no table: the vocabulary alone says which there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("keeping", "0002_triggers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="deletion",
            name="data_class",
            field=models.CharField(max_length=16),
        ),
        migrations.AlterField(
            model_name="retentionrule",
            name="data_class",
            field=models.CharField(max_length=16),
        ),
    ]
