import django.contrib.gis.db.models.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("near_threats", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="nearthreat",
            name="area",
            field=django.contrib.gis.db.models.fields.PolygonField(null=True, spatial_index=False, srid=4326),
        ),
    ]
