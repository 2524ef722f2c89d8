"""Days and times on pages in English: Nov 26, 2026, 14:05. Scripts write the same."""

DATE_FORMAT = SHORT_DATE_FORMAT = "M j, Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "M j, Y, H:i"
# Where a second counts: the audit, evidence, disclosures. No name of Django's own.
RECORD_FORMAT = "M j, Y, H:i:s"
