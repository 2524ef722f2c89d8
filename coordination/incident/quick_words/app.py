"""Words that people of a role say most."""

from mou.foundation.app_declaration import App

APP = App(panel="quick_words/quick_words.js")
