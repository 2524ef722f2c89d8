"""SpatiaLite notes no times of what is drawn: for each row that took a quarter of storing it, and nothing reads them.

The extension makes these triggers with each geometry column. They write when the column last changed into
`geometry_columns_time`, for statistics of layers that are not kept here. Its checks and its indexes stay.
"""

from django.db import migrations

from mou.foundation.database.statements import Statements

COLUMNS = {
    "mapping_space": "geometry",
    "mapping_opening": "geometry",
    "mapping_planobject": "location",
    "mapping_planarea": "geometry",
}
# After an insert, an update, a delete.
TIMES = ("tmi", "tmu", "tmd")


class Migration(migrations.Migration):
    dependencies = [("mapping", "0003_stations_and_units")]

    operations = [
        Statements(
            sqlite=[
                f"DROP TRIGGER IF EXISTS {time}_{table}_{column}" for table, column in COLUMNS.items() for time in TIMES
            ],
            postgresql=[],
        )
    ]
