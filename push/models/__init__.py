from push.models.device import Device
from push.models.notification import Attempt, Notification
from push.models.recipient import Recipient

__all__ = ["Attempt", "Device", "Notification", "Recipient"]
