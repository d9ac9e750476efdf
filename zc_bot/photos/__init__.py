"""Photos from outside, made ready to be shown: turned upright, in two sizes, with nothing but the picture in them.

`python -m zc_bot.photos FILE FOLDER` does it in a process of its own, under limits; `apart` is what starts it.
Nothing else opens a picture that somebody sent.
"""

from zc_bot.photos.apart import MAX_BYTES, PhotoError, Shrunk

__all__ = ["MAX_BYTES", "PhotoError", "Shrunk"]
