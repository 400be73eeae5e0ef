"""Images are made anew: nothing of what was sent remains but what is seen."""

import io
import struct
import tracemalloc
import zipfile

import pytest
from PIL import ExifTags, Image, ImageCms, ImageStat

from essaim.intake.attachments import images, limits
from essaim.intake.attachments.images import Picture
from essaim.sheets import file_types
from essaim.sheets.validators import Refused
from tests.intake.attachments import files

# Whatever says where, who, when, on what, or holds words: markers and words of every format.
TRACES = (
    *(b"Exif", b"GPS", b"8BIM", b"Photoshop", b"adobe:ns", b"xmp", b"http", b"MarqueSecrete"),
    *(b"Prenom", b"VilleSecrete", b"commentaire", b"script", b"iCCP", b"ICC_PROFILE", b"eXIf"),
    *(b"tEXt", b"iTXt", b"zTXt", b"tIME", b"XMP ", b"EXIF", b"\xff\xe1", b"\xff\xed", b"\xff\xfe"),
)


def prepared(data: bytes) -> Picture:
    return images.prepare(io.BytesIO(data))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        prepared(data)
    return str(caught.value)


def left_and_right(data: bytes) -> tuple[int, int]:
    """Return how light both sides are on the whole, 0 to 255."""
    image = opened(data).convert("L")
    middle = image.width // 2
    sides = (image.crop((0, 0, middle - 8, 40)), image.crop((middle + 8, 0, image.width, 40)))
    left, right = (int(ImageStat.Stat(side).mean[0]) for side in sides)
    return left, right


# --- Metadata ---------------------------------------------------------------------------


def test_the_photo_of_the_tests_does_say_where_it_was_taken() -> None:
    """Else the next test would prove nothing."""
    photo = files.a_photo()
    sent = opened(photo)
    assert sent.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert {"exif", "comment", "photoshop"} <= set(sent.info)
    for trace in (b"Exif", b"VilleSecrete", b"MarqueSecrete", b"adobe:ns", b"<script>"):
        assert trace in photo


def test_nothing_remains_of_where_when_and_by_whom() -> None:
    made = prepared(files.a_photo())
    for data in (made.data, made.thumbnail):
        kept = opened(data)
        assert not kept.getexif()
        assert not {"exif", "comment", "photoshop", "icc_profile", "xmp"} & set(kept.info)
        assert [trace for trace in TRACES if trace in data] == []


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_nor_in_the_other_formats(form: str) -> None:
    source = Image.open(io.BytesIO(files.a_photo()))
    exif = source.getexif()
    sent = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if form == "GIF":
        source.save(sent, form, comment=b"MarqueSecrete <script>")
    else:
        source.save(sent, form, exif=exif, icc_profile=profile)
    assert b"MarqueSecrete" in sent.getvalue()
    made = prepared(sent.getvalue())
    for data in (made.data, made.thumbnail):
        assert [trace for trace in TRACES if len(trace) > 2 and trace in data] == []


def test_what_follows_an_image_goes_too() -> None:
    """A JPEG that is a zip too (GIFAR), or that ends as a page."""
    archive = io.BytesIO(files.a_photo() + b"<script>alert(1)</script>")
    with zipfile.ZipFile(archive, "a") as hidden:
        hidden.writestr("x.class", b"x")
    assert zipfile.is_zipfile(archive)
    made = prepared(archive.getvalue())
    assert not zipfile.is_zipfile(io.BytesIO(made.data))
    assert b"<script>" not in made.data and made.data.endswith(b"\xff\xd9")


# --- What is seen -----------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_photo_stands_as_it_was_taken(orientation: int) -> None:
    """An upright photo, stored turned as each EXIF orientation says, comes out upright."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = opened(files.an_image(size=(60, 40)))
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    sent = io.BytesIO()
    stored.save(sent, "JPEG", exif=exif, quality=95)
    made = prepared(sent.getvalue())
    assert (made.width, made.height) == (60, 40) == opened(made.data).size
    dark, light = left_and_right(made.data)
    assert dark < 80 and light > 180


def test_broken_exif_costs_the_photo_nothing() -> None:
    good = files.a_photo()
    place = good.index(b"Exif\0\0") + 6
    assert prepared(good[:place] + b"XX\xff\xff\xff\xff" + good[place + 6 :]).width == 60


@pytest.mark.parametrize(
    ("mode", "form"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("LA", "PNG")],
)
def test_every_kind_of_colours_is_kept_as_seen(mode: str, form: str) -> None:
    made = prepared(files.an_image(mode, form=form))
    dark, light = left_and_right(made.data)
    assert dark < 80 and light > 180
    assert opened(made.data).mode in ("L", "RGB")


def test_sixteen_bits_are_scaled_not_cut() -> None:
    row = struct.pack("<60H", *(30 * [8_000] + 30 * [50_000]))
    deep = Image.frombytes("I;16", (60, 40), row * 40)
    sent = io.BytesIO()
    deep.save(sent, "PNG")
    assert opened(sent.getvalue()).mode.startswith("I")
    assert left_and_right(prepared(sent.getvalue()).data) == (8_000 // 257, 50_000 // 257 + 1)


def test_transparency_stays() -> None:
    sent = Image.new("RGBA", (60, 40), (255, 0, 0, 255))
    sent.paste((0, 0, 0, 0), (30, 0, 60, 40))
    written = io.BytesIO()
    sent.save(written, "PNG")
    made = prepared(written.getvalue())
    kept = opened(made.data)
    assert (made.file_type, kept.mode) == (file_types.PNG, "RGBA")
    assert kept.getpixel((2, 2)) == (255, 0, 0, 255)
    assert kept.getchannel("A").getpixel((50, 20)) == 0
    assert opened(made.thumbnail).has_transparency_data


def test_a_palette_with_a_transparent_colour_stays_transparent() -> None:
    sent = Image.new("P", (60, 40), 0)
    sent.putpalette([255, 0, 0, 0, 255, 0])
    sent.paste(1, (30, 0, 60, 40))
    written = io.BytesIO()
    sent.save(written, "GIF", transparency=1)
    assert opened(prepared(written.getvalue()).data).getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_kept(form: str) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue")]
    sent = io.BytesIO()
    frames[0].save(sent, form, save_all=True, append_images=frames[1:], duration=100)
    assert getattr(opened(sent.getvalue()), "n_frames", 1) == 3
    kept = opened(prepared(sent.getvalue()).data)
    assert getattr(kept, "n_frames", 1) == 1
    red, green, _ = kept.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert red > 240 and green < 20


def test_colours_are_brought_to_srgb() -> None:
    """A profile is applied, then gone. This one calls red what others call green."""
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    odd = usual.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    sent = io.BytesIO()
    Image.new("RGB", (20, 20), (255, 0, 0)).save(sent, "PNG", icc_profile=odd)
    kept = opened(prepared(sent.getvalue()).data)
    red, green, _ = kept.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red < 10 and green > 240
    assert "icc_profile" not in kept.info


def test_a_broken_profile_costs_the_photo_nothing() -> None:
    kept = opened(prepared(files.an_image(icc_profile=b"not a profile")).data)
    assert kept.convert("RGB").getpixel((3, 20)) == (20, 40, 60)


# --- Sizes ------------------------------------------------------------------------------


def test_a_large_photo_is_brought_to_the_size_of_a_screen() -> None:
    made = prepared(files.an_image(size=(4_000, 3_000), form="JPEG"))
    assert (made.width, made.height) == (limits.SHOWN_SIDE, 1_800) == opened(made.data).size
    small = opened(made.thumbnail)
    assert small.format == "WEBP" and small.size == (limits.THUMBNAIL_SIDE, 360)


def test_a_large_upright_photo_stays_upright() -> None:
    made = prepared(files.a_photo(size=(4_000, 3_000), orientation=6))
    assert (made.width, made.height) == (1_800, limits.SHOWN_SIDE)
    assert opened(made.thumbnail).size == (360, limits.THUMBNAIL_SIDE)


def test_a_large_drawing_with_a_transparent_colour_keeps_it() -> None:
    sent = Image.new("P", (4_000, 3_000), 0)
    sent.putpalette([255, 0, 0, 0, 255, 0])
    sent.paste(1, (2_000, 0, 4_000, 3_000))
    written = io.BytesIO()
    sent.save(written, "PNG", transparency=1)
    kept = opened(prepared(written.getvalue()).data)
    assert kept.size == (2_400, 1_800)
    assert kept.getchannel("A").getextrema() == (0, 255)
    assert kept.getpixel((100, 100)) == (255, 0, 0, 255)


def test_of_a_phone_s_several_images_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    sent = io.BytesIO()
    frames[0].save(sent, "MPO", save_all=True, append_images=frames[1:])
    assert opened(sent.getvalue()).format == "MPO"
    made = prepared(sent.getvalue())
    assert opened(made.data).format == "JPEG" and made.data.count(b"\xff\xd8\xff") == 1


def test_a_small_one_is_not_enlarged() -> None:
    made = prepared(files.an_image(size=(1, 1)))
    assert (made.width, made.height) == (1, 1) == opened(made.thumbnail).size


def test_a_strip_keeps_a_height() -> None:
    made = prepared(files.an_image(size=(10_000, 2)))
    assert made.height >= 1 and min(opened(made.thumbnail).size) >= 1


def test_a_drawing_stays_exact_and_a_photo_saved_as_png_becomes_a_jpeg() -> None:
    assert prepared(files.an_image(form="PNG")).file_type == file_types.PNG
    assert prepared(files.an_image(form="WEBP")).file_type == file_types.JPEG
    assert prepared(files.noise((900, 700))).file_type == file_types.JPEG
    assert prepared(files.noise((900, 700), mode="RGBA")).file_type == file_types.WEBP


@pytest.mark.parametrize("width", [40_000, 100_000, 2**31 - 1])
def test_a_png_that_says_it_is_enormous_is_refused_by_its_header(width: int) -> None:
    assert "démesurée" in refused(files.a_png_header(width, 40_000))
    assert "démesurée" in refused(files.a_png_header(width, 1))


def test_a_png_that_is_enormous_is_refused_without_decoding_it() -> None:
    """1.6 billion pixels in some 200 kB: decoded, they would fill 200 MB at one bit each."""
    bomb = files.a_wide_png(40_000)
    assert len(bomb) < 400_000
    tracemalloc.start()
    assert "démesurée" in refused(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_just_too_many_pixels_are_refused_with_their_number() -> None:
    said = refused(files.a_png_header(8_000, limits.MOST_PIXELS // 8_000 + 1))
    assert "8000 × 6501 pixels" in said


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7])
def test_a_truncated_image_is_refused(form: str, share: float) -> None:
    whole = files.noise((200, 200), form)
    assert "incomplète ou abîmée" in refused(whole[: int(len(whole) * share)])


def test_another_format_under_a_known_signature_is_refused() -> None:
    assert "abîmée" in refused(b"\xff\xd8\xff<script>alert(1)</script>")
    tiff = files.an_image(form="TIFF")
    assert "abîmée" in refused(tiff)


def test_the_same_image_makes_the_same_bytes() -> None:
    """So that the same photo sent twice is recognised."""
    assert prepared(files.a_photo()).data == prepared(files.a_photo()).data
