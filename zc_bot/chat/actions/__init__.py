"""Every button, and every prompt that waits for a person's next text, as a frozen value; all rooms share them.

A module a side of the chat. How they are kept, and why a name and the order of fields never change, is in `codec.py`.
"""

from zc_bot.chat.actions.admin import *
from zc_bot.chat.actions.asking import *
from zc_bot.chat.actions.deadlines import *
from zc_bot.chat.actions.overseeing import *
from zc_bot.chat.actions.record import *
from zc_bot.chat.actions.reminding import *
from zc_bot.chat.actions.reporting import *
from zc_bot.chat.actions.requests import *
from zc_bot.chat.actions.reviewing import *
from zc_bot.chat.actions.showing import *
