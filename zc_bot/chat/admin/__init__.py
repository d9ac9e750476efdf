"""Who comes in, who is here, what was done, how the bot is."""
