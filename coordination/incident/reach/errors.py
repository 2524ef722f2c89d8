"""What can go wrong with test alarms. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class AlarmTestNotFound(CoordinationError):
    """There is none, or it is not the reader's to know of: the two look the same."""

    code, status, title = "alarm_test_not_found", 404, _("There is no such test alarm.")


class AlarmTestOver(CoordinationError):
    code, status, title = "alarm_test_over", 409, "This test alarm is over."
    sentence = _("This test alarm is over. Nothing more is to be answered.")


class AlarmTestRuns(CoordinationError):
    code, status, title = "alarm_test_runs", 409, "A test alarm of this agency runs already."
    sentence = _("A test alarm of this agency runs already. Stop it first.")


class TooManyAlarmTests(CoordinationError):
    code, status, title = "too_many_alarm_tests", 429, "Test alarms of this agency are too close together."
    retry_after_s = 900
    sentence = _("At most one test alarm in 15 minutes and four in a day: people must not learn to ignore it.")


class RealIncidentOpen(CoordinationError):
    code, status, title = "test_waits_for_incident", 409, "A real incident is open: no test alarm is sent."
    sentence = _("A real incident is open. No test alarm is sent until it is closed.")


class NoOneToTest(CoordinationError):
    code, status, title = "no_one_to_test", 409, "An alarm would reach no one of this agency now."
    sentence = _("An alarm would tell no one of this agency now. Put someone on duty first.")
