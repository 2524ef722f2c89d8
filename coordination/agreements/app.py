"""What agreements do in practice."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",), addresses="urls", panel="agreements/agreement_card.js")
