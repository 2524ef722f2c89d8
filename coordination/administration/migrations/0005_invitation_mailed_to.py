from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("administration", "0004_operator_told")]
    operations = [
        migrations.AddField(
            model_name="invitation",
            name="mailed_to",
            field=models.EmailField(blank=True, default="", max_length=254),
        ),
    ]
