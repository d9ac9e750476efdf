"""A process that imports the three libraries that the bot rests on, and does nothing."""

import aiohttp
import sqlmodel
import telegram

print(aiohttp.__version__, sqlmodel.__version__, telegram.__version__, flush=True)
