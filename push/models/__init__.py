from push.models.confirmation import Confirmation
from push.models.device import Device
from push.models.notification import Attempt, Notification
from push.models.received_text import ReceivedText
from push.models.recipient import Recipient

__all__ = ["Attempt", "Confirmation", "Device", "Notification", "ReceivedText", "Recipient"]
