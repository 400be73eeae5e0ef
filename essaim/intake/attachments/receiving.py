"""Reading an upload off the network without letting it fill the disk.

Named first in FILE_UPLOAD_HANDLERS. Django reads the whole body of a form before any view can
look at it: what is beyond the limit is read and forgotten, and the view is given an empty
`TooHeavy` file, which `storing.attach` refuses with its sentence.
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from essaim.intake.attachments import limits


class TooHeavy(SimpleUploadedFile):
    """Stands for a file that was not kept: no content, `size` in bytes as it was announced."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name, b"")
        self.size = size


class LimitedUpload(FileUploadHandler):
    """Lets through `limits.LARGEST` bytes of each file, `limits.LARGEST_REQUEST` of all."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._this, self._all = 0, 0

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Begin to count again."""
        super().new_file(*arguments, **named)
        self._this = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the bytes on to the next handler, or drop them."""
        self._this += len(raw_data)
        self._all += len(raw_data)
        return None if self._is_too_heavy() else raw_data

    def file_complete(self, file_size: int) -> TooHeavy | None:
        """Return the stand-in of a file too heavy; None lets the next handler return the file."""
        if not self._is_too_heavy():
            return None
        return TooHeavy(self.file_name or "fichier", max(self._this, limits.LARGEST + 1))

    def _is_too_heavy(self) -> bool:
        return self._this > limits.LARGEST or self._all > limits.LARGEST_REQUEST
