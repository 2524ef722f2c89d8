from mou.models.access_epoch import AccessEpoch

__all__ = ["AccessEpoch"]
