"""The words of the page on which a Word file becomes a draft."""

from django.utils.translation import gettext as _

from mou.vocabulary import Topic
from mou.web.term_words import term_words


def word_file_words() -> dict[str, str]:
    """Return every text of the page's scripts by its key."""
    return {
        **term_words(),
        **{f"topic.{key}": text for key, text in Topic.labels().items()},
        **_reading_words(),
        **_deciding_words(),
    }


def _reading_words() -> dict[str, str]:
    return {
        "reading": _("Reading the file…"),
        "failed": _("The server was not reached. Try again."),
        "found": _("{clauses} clauses and {terms} terms were found in {name}."),
        "remark.no_headings": _("No headings were recognised: the text is one clause."),
        "remark.too_many_clauses": _("The file has more clauses than an agreement may: the rest was not read."),
        "remark.no_signatures": _("No signature block was found."),
        "remark.hidden_characters": _("Characters that do not show were taken out of the text: compare it."),
        "remark.doubtful_topics": _("Some topics are doubtful: choose them yourself below."),
        "signs": _("Named to sign in the file: {names}. Each party names its own people on the agreement's page."),
        "read_from": _("Read from:"),
        "title": _("Title"),
        "first_day": _("First day"),
        "last_day": _("Last day"),
        "instead_of": _("instead of {now}"),
    }


def _deciding_words() -> dict[str, str]:
    return {
        "clause": _("Clause {n}"),
        "heading": _("Heading"),
        "topic": _("Topic"),
        "choose_topic": _("Choose a topic"),
        "sure": _("Topic recognised: {percent} % sure"),
        "doubtful": _("Doubtful: {percent} % sure. Choose the topic."),
        "take": _("Take"),
        "leave": _("Leave out"),
        "accept_term": _("Take"),
        "refuse_term": _("Refuse"),
        "take_clause": _("Take clause {n}?"),
        "take_term": _("Take this term?"),
        "proposed": _("Proposed terms"),
        "no_proposed": _("No terms were recognised in this clause."),
        "left_with": _("Left out together with its clause."),
        "already": _(
            "The draft says this already, in a clause that stays. Replace that clause, or change the term there."
        ),
        "progress": _("{clauses} of {all_clauses} clauses and {terms} of {all_terms} terms decided."),
        "nothing_taken": _("Every clause is left out: there is nothing to put into the draft."),
        "put": _("Put {clauses} clauses and {terms} terms into the draft"),
        "take_sure": _("Take the {n} clauses whose topic is sure"),
        "next_open": _("Go to the next that is open"),
        "meanwhile": _("Someone changed the draft meanwhile. Your decisions are still here: look, and press again."),
        "leave_page": _("What you decided is not in the draft yet."),
    }
