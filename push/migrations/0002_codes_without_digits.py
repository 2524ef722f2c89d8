"""The digits of a code follow from its id and our key: nothing of them is stored."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("push", "0001_initial")]

    operations = [migrations.RemoveField(model_name="confirmation", name="code_hash")]
