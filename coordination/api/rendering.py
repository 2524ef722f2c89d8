"""What every operation answers with."""

from ninja.renderers import JSONRenderer

from mou.api.encoding import AnswerEncoder


class AnswerRenderer(JSONRenderer):
    """JSON in which each moment has one form."""

    encoder_class = AnswerEncoder
