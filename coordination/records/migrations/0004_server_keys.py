from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0003_backup_asked")]

    operations = [
        migrations.CreateModel(
            name="ServerKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=16)),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "fingerprint"), name="one_row_per_key_of_server")
                ],
            },
        ),
    ]
