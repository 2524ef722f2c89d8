"""Tell Django that this package has models. No work in ready()."""

from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "mapping"
