"""Invitations, files that were looked at and wait to be taken in, and the sign-in and directory of agencies."""

import uuid_utils.compat as uuid_utils
from django.db import models

from coordination.room.database.words_field import WordsField


class Invitation(models.Model):
    """The one-time code with which a person sets a password: at most one per person. Only its hash is stored."""

    user = models.OneToOneField("coordination.User", on_delete=models.CASCADE, related_name="invitation")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("coordination.User", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # The address to which the code was mailed and nowhere else shown: who opens it reads mail there.
    mailed_to = models.EmailField(blank=True, default="")


class KeptFile(models.Model):
    """A file that an administrator looked at and may take in. Deleted when it is, or after a day."""

    class Purpose(models.TextChoices):
        PEOPLE = "people"
        SCHOOLS = "schools"
        TRAINING = "training"

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey("coordination.User", on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(db_index=True)
    content = models.BinaryField()


class PersonToJoin(models.Model):
    """A row of a file on its way in: written unseen, a part at a time, and joined with all others at once.

    `person` is who has an account already. What was given up is deleted an hour later.
    """

    batch = models.UUIDField(db_index=True)
    staged_at = models.DateTimeField()
    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("coordination.User", null=True, on_delete=models.CASCADE, related_name="+")
    public_id = models.UUIDField(default=uuid_utils.uuid7)
    member_id = models.UUIDField(default=uuid_utils.uuid7)
    username = models.CharField(max_length=150)
    password = models.CharField(max_length=128)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, blank=True)
    role = models.CharField(max_length=24)
    title = models.CharField(max_length=120, blank=True)
    callsign = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    is_in_office = models.BooleanField(default=False)


class AgencyProvider(models.Model):
    """An agency's own sign-in by OpenID Connect. The id stands in the address that the provider leads back to."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.OneToOneField("mou.Agency", on_delete=models.CASCADE, related_name="provider")
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=191)
    # Encrypted with the server's key.
    sealed_secret = models.TextField()
    # Whose mail addresses it vouches for, in small letters; empty: any.
    domains = models.JSONField(default=list)
    # The claim that names a person's groups, and which groups make which role: {"officer": ["Patrol"]}.
    groups_claim = models.CharField(max_length=80, blank=True)
    groups = models.JSONField(default=dict)
    # What they are whom no group makes anything; empty: they do not get in.
    default_role = models.CharField(max_length=24, blank=True)
    makes_accounts = models.BooleanField(default=False)
    # Whether the agency says that its sign-in asks for a second factor, when the token says so.
    trusts_factor = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)


class DomainClaim(models.Model):
    """A mail domain that an agency says is its own. It counts once a DNS record or the operator has said so."""

    class ProvenBy(models.TextChoices):
        DNS = "dns"
        OPERATOR = "operator"

    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    domain = models.CharField(max_length=253)
    # What the record says; no secret once it stands there.
    token = models.CharField(max_length=64)
    claimed_at = models.DateTimeField()
    proven_by = models.CharField(max_length=8, blank=True, choices=ProvenBy.choices)
    # When it was last proven: the record seen, or the operator's word given.
    proven_at = models.DateTimeField(null=True)
    # Since when a record that had proven it is gone.
    missing_since = models.DateTimeField(null=True)
    # The last look, what came of it, and the next one; None: it is not looked at until a person asks.
    looked_at = models.DateTimeField(null=True)
    is_away = models.BooleanField(default=False)
    look_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "domain"], name="a_domain_is_claimed_once"),
            # An unproven claim blocks no other.
            models.UniqueConstraint(
                fields=["domain"], condition=models.Q(proven_at__isnull=False), name="a_domain_is_proven_once"
            ),
            models.CheckConstraint(
                condition=models.Q(proven_at__isnull=True, proven_by="")
                | (models.Q(proven_at__isnull=False) & ~models.Q(proven_by="")),
                name="a_proven_domain_says_by_what",
            ),
        )
        indexes = (
            models.Index(fields=["look_at"], condition=models.Q(look_at__isnull=False), name="domains_to_look_at"),
        )


class EndedByProvider(models.Model):
    """A membership that the agency's own sign-in or directory has ended, and may begin again.

    One that an administrator ended stays ended.
    """

    member = models.OneToOneField("mou.AgencyMember", on_delete=models.CASCADE, related_name="+")


class DirectoryToken(models.Model):
    """What lets an agency's directory keep its people here (SCIM). Only the hash is stored."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="directory_tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("coordination.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # Within some minutes.
    used_at = models.DateTimeField(null=True)


class MemberWords(models.Model):
    """What a membership is found by: the words of its person and its post, each behind the scope of its agency.

    Beside the memberships and made from them; the FTS5 table of SQLite takes up what is added here and what is deleted.
    """

    member = models.OneToOneField("mou.AgencyMember", on_delete=models.CASCADE, related_name="search_words")
    words = WordsField()


class MemberToIndex(models.Model):
    """A membership whose words are not those of its rows any more. The database itself notes it, by triggers."""

    member = models.OneToOneField("mou.AgencyMember", on_delete=models.CASCADE, primary_key=True, related_name="+")


class DirectoryPerson(models.Model):
    """What an agency's directory calls a person, if it says so, and whether its groups keep them out just now."""

    user = models.OneToOneField("coordination.User", on_delete=models.CASCADE, related_name="directory_person")
    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=255, blank=True)
    # The directory switched the account off, and may switch it on; whom a person switched off, a person switches on.
    is_off = models.BooleanField(default=False)
    # The suspension that groups have begun and may end; one of people is not touched by them.
    suspension = models.OneToOneField("mou.Suspension", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="external_person_once", fields=["agency", "external_id"], condition=~models.Q(external_id="")
            ),
        )


class DirectoryGroup(models.Model):
    """A group of an agency's directory. What role it gives, the agency has written down by its name or external id."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="directory_groups")
    name = models.CharField(max_length=256)
    external_id = models.CharField(max_length=255, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    people = models.ManyToManyField("coordination.User", related_name="directory_groups")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="directory_group_once", fields=["agency", "name"]),
            models.UniqueConstraint(
                name="external_group_once", fields=["agency", "external_id"], condition=~models.Q(external_id="")
            ),
        )


class DirectoryRoles(models.Model):
    """Which groups make which role, {"officer": ["Patrol"]}, in an agency that has no sign-in of its own."""

    agency = models.OneToOneField("mou.Agency", on_delete=models.CASCADE, related_name="+")
    groups = models.JSONField(default=dict)
    # What they are whom no group makes anything any more; empty: they do not get in.
    default_role = models.CharField(max_length=24, blank=True)


class OperatorActTold(models.Model):
    """An act of the operator of which the agency's administrators were told. The first row says from when on."""

    act_id = models.UUIDField(unique=True, null=True)
    at = models.DateTimeField()


class AgencyRecovery(models.Model):
    """An agency whose administrators cannot sign in gets another one: by the operator and a second person.

    One waits at a time. Until it is carried out any administrator of the agency refuses it.
    """

    class End(models.TextChoices):
        CARRIED_OUT = "carried_out"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    # Who becomes administrator: a member of the agency already.
    member = models.ForeignKey("mou.AgencyMember", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    # The operator's account; none: the console.
    asked_by = models.ForeignKey("coordination.User", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_as = models.CharField(max_length=12, blank=True, choices=End.choices)
    ended_by = models.ForeignKey("coordination.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(ended_at__isnull=True), name="one_recovery_at_a_time"
            ),
        )


class SpeakingAct(models.TextChoices):
    """The acts by which one person could act as another."""

    INVITE_AGAIN = "invite_again"
    CHANGE_ADDRESS = "change_address"
    CHANGE_NAME = "change_name"
    CHANGE_USERNAME = "change_username"
    RESET_FACTORS = "reset_factors"
    CHANGE_PROVIDER = "change_provider"
    MAKE_TOKEN = "make_token"  # noqa: S105 - the name of an act
    GROUP_ROLES = "group_roles"
    # By these one reads students: who is a teacher stands in what is stored.
    ROSTER_SOURCE = "roster_source"
    TAKE_ROSTER = "take_roster"


class SpeakingRequest(models.Model):
    """An act by which one could act as another: asked for, let be by a second person, then done once by who asked.

    `person` is none where it is about everybody whose account the agency keeps. `detail` is what must not change
    between the two: the new address or name, and of a sign-in, of groups and of a roster all that will be set.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("coordination.User", null=True, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=16, choices=SpeakingAct.choices)
    detail = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("coordination.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("coordination.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            # The rule itself, where no code can forget it: no person is their own second person.
            models.CheckConstraint(
                name="speaking_is_confirmed_by_a_second_person",
                condition=models.Q(is_confirmed=False)
                | (~models.Q(decided_by=models.F("asked_by")) & models.Q(decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="speaking_is_not_confirmed_by_whom_it_is_about",
                condition=models.Q(is_confirmed=False)
                | models.Q(person__isnull=True)
                | ~models.Q(decided_by=models.F("person")),
            ),
            models.CheckConstraint(
                name="speaking_is_done_once_it_was_confirmed",
                condition=models.Q(used_at__isnull=True) | models.Q(is_confirmed=True),
            ),
        )


class LeftPlace(models.Model):
    """That a person was taken from a confidential team, for as long as they are guarded for it: thirty days.

    `team` is the kind of its places and its number.
    """

    user = models.ForeignKey("coordination.User", on_delete=models.CASCADE, related_name="+")
    team = models.CharField(max_length=80, db_index=True)
    # They read there, and did not only wait for it.
    has_counted = models.BooleanField()
    left_at = models.DateTimeField(db_index=True)
