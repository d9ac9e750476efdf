"""`python -m zc_bot.cli`: the commands, as `bot.py` and `zc-bot` are."""

from zc_bot.cli import main

main()
