"""Whose password a code from a mail sets anew."""

from allauth.account.forms import ResetPasswordForm

from coordination.models import User


class ResetForm(ResetPasswordForm):
    users: list[User]

    def clean_email(self) -> str:
        """Find whose password is set anew: the holder's of the address, or of the one account that has it.

        Where several have it and none proved it, no one's: the mail would lead its reader into another's account.
        """
        address: str = super().clean_email()
        proved = [one for one in self.users if one.email_proved_at is not None]
        self.users = proved or (self.users if len(self.users) == 1 else [])
        return address
