"""What forms say by agreement: who commands, and on which channels. No entry says it: the agreement does."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.agreement_card.queries import agreement_cards
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic
from mou.agreements.reading.cards import AgreementCard


def say_order(context: FormContext) -> Iterable[FormLine]:
    """Return who commands first, and to whom command passes on, by each agreement."""
    for card in agreement_cards(context.grant, context.history.at):
        if card.command is not None:
            order = " → ".join((card.command.initial.label, *(one.label for one in card.command.order)))
            cells = {"position": _("Command by agreement"), "name": order, "agency": card.agency}
            yield FormLine(cells, source=_source_words(card))


def say_channels(context: FormContext) -> Iterable[FormLine]:
    """Return the channels of each agreement."""
    for card in agreement_cards(context.grant, context.history.at):
        for channel in card.radio.channels if card.radio is not None else ():
            cells = {"function": _("Interoperability"), "channel": channel, "assignment": card.agency}
            yield FormLine(
                {**cells, "remarks": card.radio.mode.label if card.radio else ""}, source=_source_words(card)
            )


def _source_words(card: AgreementCard) -> str:
    return _("agreement {title}, version {number}").format(title=card.title, number=card.number)


FORM_LINES: dict[Topic, Seed] = {Topic.COMMAND_ORDER: say_order, Topic.CHANNELS: say_channels}
