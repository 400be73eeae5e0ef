"""A photo as a phone takes it: with the place where it was taken."""

from io import BytesIO

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

_GPS = 0x8825


def with_gps() -> bytes:
    """Return a JPEG that says it was taken in Lyon."""
    image = Image.new("RGB", (320, 240), (200, 160, 40))
    exif = Image.Exif()
    exif[0x010F] = "Téléphone"
    place = exif.get_ifd(_GPS)
    place[1], place[3] = "N", "E"
    place[2] = tuple(IFDRational(part) for part in (45, 45, 36))
    place[4] = tuple(IFDRational(part) for part in (4, 50, 2))
    exif[_GPS] = place
    data = BytesIO()
    image.save(data, "JPEG", exif=exif.tobytes())
    return data.getvalue()
