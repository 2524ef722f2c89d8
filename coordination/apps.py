"""Tell Django that this package has models. No work in ready()."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"
