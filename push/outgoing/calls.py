"""Every call that goes out: how long it may take, its share of what we have, and what happens when it is slow.

The table of docs/operations.md is this one (a contract compares them). Pure.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutgoingCall:
    """A kind of call. `deadline_s` is for the whole of one: name, connection, TLS, request, answer."""

    name: str
    deadline_s: float
    share: str
    when_slow: str


TRIED_AGAIN = "the notification is tried again later, or another way, for as long as it is news"
RESTS = "a host that is late rests, longer each time"

WEB_PUSH = OutgoingCall(
    "web push: push services of browsers",
    10.0,
    "96 lines and 32 more while answers are slow; 24 for life safety alone; 4 of a person",
    TRIED_AGAIN,
)
WEBHOOK = OutgoingCall(
    "webhooks: alerts, and the code that confirms one",
    10.0,
    "32 lines and 32 more; 8 for life safety alone; 1 of a person and 2 of a host that has not proven itself",
    f"{TRIED_AGAIN}; {RESTS}",
)
SMS = OutgoingCall(
    "text messages: alerts, and codes",
    10.0,
    "64 lines and 16 more; 16 for life safety alone; 4 of a person; messages to families: 8 threads",
    TRIED_AGAIN,
)
# Some mail servers take a mail only after they have looked at it. Whatever a line holds must be answered before its
# lease ends (push.outbox.delivery).
MAIL = OutgoingCall(
    "mail: alerts, codes, invitations, reminders, signed heads, words about accounts",
    15.0,
    "32 lines and 16 more; 8 for life safety alone; words about accounts: 1 thread; an invitation of one person: its "
    "request; letters to many: 1 thread; messages to families: 8 threads",
    "alerts, reminders, signed heads and letters to many are tried again; words about an account or an invitation of "
    "one person are asked for anew",
)
FCM = OutgoingCall(
    "Firebase: a message, with an access token where there is none",
    10.0,
    "512 connections of one event loop, no thread; one fetches the token; what waits for it fills no other way's hands",
    TRIED_AGAIN,
)
# All that one step of a sign-in asks of its provider, one call after the other: a person waits for it, and a lane.
PROVIDER_STEP_S = 12.0
PROVIDER = OutgoingCall(
    "an agency's sign-in: discovery, keys, token, userinfo",
    10.0,
    f"8 at once, 2 of a provider; {PROVIDER_STEP_S:.0f} s for all that one step of a sign-in asks",
    "503 at once for those beyond; what the provider said of itself and its keys lately counts for a day",
)
# Two of them, and what is waited for in between says so, are shorter than a claim lasts (rosters.connection.due).
ROSTER_READ = OutgoingCall(
    "rosters: a page of a school's system, or its token",
    75.0,
    "four at a time, each in a process of its own, 45 min at most; 2 of a host, 2 at systems that were never read, "
    "1 at those that kept us waiting",
    "asked three times more, then again in an hour, behind the rest; the roster stays as it was",
)
ROSTER_TRY = OutgoingCall(
    "rosters: trying a connection", 10.0, "2 at once", "the page says that the school's system does not answer"
)
SYSLOG = OutgoingCall(
    "the audit by syslog: a batch",
    10.0,
    "1 thread",
    "the audit is kept and sent when the receiver is back; its page says so",
)
DOMAIN_PROOF = OutgoingCall(
    "proof of a mail domain: a DNS record",
    5.0,
    "1 thread",
    "it is looked for again in an hour; a domain that is proven stays so",
)
CALLS = (WEB_PUSH, WEBHOOK, SMS, MAIL, FCM, PROVIDER, ROSTER_READ, ROSTER_TRY, SYSLOG, DOMAIN_PROOF)
