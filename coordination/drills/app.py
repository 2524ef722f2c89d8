"""Drills and exercises: the pages that several of its parts share."""

from coordination.web.apps.app import App

APP = App(
    addresses="urls",
)
