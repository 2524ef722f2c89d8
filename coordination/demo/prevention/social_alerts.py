"""Alerts of the demo's district: a provider, a fence, rules and posts that no one can take for real ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from coordination.casework.joining import add_to_team
from coordination.demo.prevention.places import join_team, joined_at
from coordination.models import User
from coordination.prevention.social_alerts.access import ALERT_DESKS, ALERT_PLACES
from coordination.prevention.social_alerts.intake.taking import take_posts
from coordination.prevention.social_alerts.models import SocialAlert
from coordination.prevention.social_alerts.rules.given import AlertRuleIn, AlertRuleStepIn, AlertStepIn
from coordination.prevention.social_alerts.rules.posts import AlertPoint, AlertPost
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertRuleStep, AlertStep, AlertWindowKind
from coordination.prevention.social_alerts.work import desks, fences
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND, RULE_KIND
from coordination.prevention.social_alerts.work.rules import propose_rule
from mapping.models import Site

WORDS = ("bring a gun", "shoot up", "bomb", "traer una pistola")
POSTS = (
    "DEMO: this homework is a bomb, I give up",
    "DEMO: tomorrow I will bring a gun to the parking lot, no one will laugh any more",
    "DEMO: who else heard that someone wants to shoot up the pep rally?",
)


def load_social_alerts(
    *, district_id: UUID, site_id: UUID, keeper_id: int, reviewers: Sequence[str], at: datetime
) -> None:
    """Set a desk up and send it posts through the doors that real use goes through. Durable transactions."""
    people = {one.username: one for one in User.objects.filter(username__in=reviewers)}
    site, writer = Site.objects.get(pk=site_id), people[reviewers[0]]
    desks.set_desk(actor_id=keeper_id, district_id=district_id, is_open=True, keep_days=90, at=at)

    def ask(asker_id: int, person: User) -> None:
        whom = {"agency_id": district_id, "person_id": person.public_id}
        add_to_team(ALERT_DESKS, ALERT_PLACES, actor_id=asker_id, at=joined_at(at), **whom)

    join_team("social_alerts", [people[name] for name in reviewers], ask=ask, keeper_ids=(keeper_id, keeper_id))
    key = desks.add_provider(actor_id=keeper_id, district_id=district_id, name="Example Listening (demo)", at=at)
    fence = fences.add_fence(
        actor_id=keeper_id,
        district_id=district_id,
        site_id=site_id,
        buffer_m=150,
        only_in_windows=False,
        parcel=None,
        at=at,
    )
    fences.add_window(
        actor_id=keeper_id,
        district_id=district_id,
        fence_id=fence.pk,
        kind=AlertWindowKind.GRADUATION,
        starts_at=at + timedelta(days=30),
        ends_at=at + timedelta(days=30, hours=4),
        at=at,
    )
    for words in (WORDS, ("fireworks", "firecracker")):
        rule = propose_rule(
            actor_id=writer.pk,
            district_id=district_id,
            given=AlertRuleIn(
                words=list(words),
                purpose="DEMO: find threats with weapons before they reach the school",
                legal_basis="DEMO: board policy 5.88, public posts only",
                fence_ids=[fence.pk],
                expires_on=at.date() + timedelta(days=80),
                review_on=at.date() + timedelta(days=30),
            ),
            at=at,
        )
        if words is WORDS:
            approval = AlertRuleStepIn(step=AlertRuleStep.APPROVE, words="DEMO: threats only, no views.")
            RULE_KIND.take_step(actor_id=keeper_id, thing_id=rule.pk, given=approval, at=at)
    point = AlertPoint(lon=site.location.x, lat=site.location.y, accuracy_m=12.0)
    posts = [
        AlertPost(
            post_id=f"demo-{number}",
            platform="social.example",
            author=f"@example_{number}",
            text=text,
            posted_at=at - timedelta(minutes=number),
            visibility="public",
            point=point,
        )
        for number, text in enumerate(POSTS)
    ]
    take_posts(provider_id=key.provider_id, message_id="demo", posts=posts, at=at)
    first = SocialAlert.objects.filter(desk__district_id=district_id).earliest("number")
    for given in (
        AlertStepIn(step=AlertStep.BEGIN_REVIEW),
        AlertStepIn(step=AlertStep.DECIDE, disposition=AlertDisposition.DISMISS, words="DEMO: a figure of speech."),
    ):
        ALERT_KIND.take_step(actor_id=writer.pk, thing_id=first.pk, given=given, at=at)
