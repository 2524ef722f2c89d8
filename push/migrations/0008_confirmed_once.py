# A migration of its own: PostgreSQL alters no table whose rows were written in the same transaction.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("push", "0007_confirmation")]

    operations = [
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(is_active=True, confirmed_at__isnull=False),
                fields=("kind", "value"),
                name="device_address_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(is_active=True), fields=("user", "kind", "value"), name="device_once_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=False) | models.Q(kind__in=["email", "sms"]),
                name="device_confirmed_unless_asked",
            ),
        ),
    ]
