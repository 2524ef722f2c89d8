"""How often what waits comes by mail. Pure: no Django."""

from mou.foundation.labelled import Labelled, pgettext_noop


class Rhythm(Labelled):
    """How often a person is mailed what waits for them."""

    OFF = "off", pgettext_noop("mail", "Never")
    DAILY = "daily", pgettext_noop("mail", "Each day that something waits")
    WEEKLY = "weekly", pgettext_noop("mail", "On Mondays, if something waits")
