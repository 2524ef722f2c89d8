from push.models.confirmation import Confirmation
from push.models.device import Device
from push.models.notification import Attempt, Notification
from push.models.recipient import Recipient

__all__ = ["Attempt", "Confirmation", "Device", "Notification", "Recipient"]
