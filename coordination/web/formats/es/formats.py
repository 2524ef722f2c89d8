"""Days and times on pages in Spanish: 26 nov 2026, 14:05. Scripts write the same."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j b Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j b Y, H:i"
# Where a second counts: the audit, evidence, disclosures. No name of Django's own.
RECORD_FORMAT = "j b Y, H:i:s"
