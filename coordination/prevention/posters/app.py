"""Posters with a school's own way to give a tip."""

from mou.foundation.app_declaration import OWN_PAGES, App

APP = App(addresses="urls", not_audited={r"prevention/posters/<id>": OWN_PAGES})
