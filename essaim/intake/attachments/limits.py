"""How much may be sent and kept, and why so much. Sizes in bytes."""

from typing import Final

MEGABYTE: Final = 1_000_000

# A phone's photo weighs 3 to 15 MB, a scanned brochure 5 to 20. Images weigh ten times less
# once re-encoded.
LARGEST: Final = 25 * MEGABYTE
# All the files of one request, so that no one can fill the disk before being refused.
LARGEST_REQUEST: Final = 4 * LARGEST

# What one version of a sheet shows. Beyond twenty files nobody looks.
MOST_FILES: Final = 20
MOST_BYTES: Final = 100 * MEGABYTE
# With the files of its former versions, which may be restored.
MOST_FILES_KEPT: Final = 3 * MOST_FILES
MOST_BYTES_KEPT: Final = 3 * MOST_BYTES

# One person: five whole sheets of twenty photos an hour, and the tries that were refused.
MOST_FILES_AN_HOUR: Final = 100
MOST_TRIES_AN_HOUR: Final = 200
MOST_BYTES_A_DAY: Final = 1_000 * MEGABYTE

# Most phones take 12 megapixels; 50-megapixel sensors exist and are the most we decode whole
# (200 to 400 MB of memory). A plain JPEG is decoded at a reduced scale, which costs little.
MOST_PIXELS: Final = 52_000_000
MOST_PIXELS_REDUCED: Final = 120_000_000
LARGE: Final = 16_000_000
LONGEST_SIDE: Final = 20_000
# What is kept: sharp on a whole screen, and on paper at the size of a page.
SHOWN_SIDE: Final = 2_400
THUMBNAIL_SIDE: Final = 480

# A word processor's file: text deflates ten times, a large table fifty times, a bomb a thousand.
MOST_ENTRIES: Final = 4_000
MOST_INFLATED: Final = 150 * MEGABYTE
MOST_RATIO: Final = 100
RATIO_MATTERS_FROM: Final = 20 * MEGABYTE
# A presentation holds the workbooks of its charts, and those hold nothing.
DEEPEST: Final = 1
# The object streams of a PDF: a 500-page report has some 5 MB of them.
MOST_PDF_OBJECTS: Final = 60 * MEGABYTE
