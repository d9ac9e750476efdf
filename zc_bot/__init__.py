"""zc_bot: answers for, collects and judges the figures of a city's innovation communities."""

__version__ = "0.1.0"
