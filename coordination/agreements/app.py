"""What agreements do in practice."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",), panel="agreements/agreement_card.js")
