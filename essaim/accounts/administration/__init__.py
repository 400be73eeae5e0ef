"""Django's administration, for national administrators: rows, behind our own door.

What the public reads is only looked at here. It is changed by its writers: on the site, at the
desk, by commands.
"""

from essaim.accounts.administration import people, reading, structures
from essaim.accounts.administration.site import administration

__all__ = ["administration", "people", "reading", "structures"]
