"""What words of files mean to a district, over HTTP: listed, and forgotten one by one."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from mapping.access import site_for
from mapping.imports.learned import Learned, forget_word, learned_of
from mapping.sites.schemas import Answer
from mapping.vocabulary import SiteNeed
from mou.api.caller import caller_of

router = Router(tags=["map"])


class LearnedOut(Answer):
    """What the district said of a word. `table` is `layers`, `kinds`, `categories` or `levels` of a field mapping, or
    the field that a property is (`number`, `name`, `category`, `level`, `building`, `kind`)."""

    id: int
    table: str
    word: str
    meaning: str


@router.get("/sites/{uuid:site_id}/learned-words", response=list[LearnedOut], operation_id="list_learned_words")
def get_words(request: HttpRequest, site_id: UUID) -> list[Learned]:
    """List what the site's district said of fields and words of files; it is applied to the next file."""
    caller = caller_of(request)
    return learned_of(site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.EDIT, at=caller.at))


@router.delete(
    "/sites/{uuid:site_id}/learned-words/{int:word_id}", response={204: None}, operation_id="forget_learned_word"
)
def delete_word(request: HttpRequest, site_id: UUID, word_id: int) -> Status[None]:
    """Forget what a word means: in the next file it is guessed again."""
    caller = caller_of(request)
    forget_word(actor_id=caller.user_id, site_id=site_id, word_id=word_id, at=caller.at)
    return Status(204, None)
