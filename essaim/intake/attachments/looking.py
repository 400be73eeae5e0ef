"""Looking through the store of files, whatever lies in it: what sweeping needs to know."""

import datetime

from django.core.files.storage import default_storage


def listed(path: str) -> tuple[list[str], list[str]]:
    """Return the folders and files there; none when nothing was ever stored."""
    try:
        folders, files = default_storage.listdir(path)
    except FileNotFoundError:
        return [], []
    return folders, files


def is_older(name: str, limit: datetime.datetime) -> bool:
    """Whether a stored file was last written before that moment; False when it is gone."""
    try:
        return default_storage.get_modified_time(name) < limit
    except FileNotFoundError:  # an upload that was undone meanwhile
        return False
