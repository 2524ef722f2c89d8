"""Tips by text message."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api",),
    addresses="urls",
    texts=("taking.take_text",),
    chores=("answering.send_answers",),
    deletions=("answering.forget_telephones",),
)
