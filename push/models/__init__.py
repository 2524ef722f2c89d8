from push.models.device import Device
from push.models.notification import Attempt, Notification

__all__ = ["Attempt", "Device", "Notification"]
