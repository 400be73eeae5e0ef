"""Two clicks, two uploads at the very same moment: in a process of their own, with real commits."""

from tests.own_base import OwnBase

SCRIPT = """
from concurrent.futures import ThreadPoolExecutor
from django.core.management import call_command
from django.db import connections
from essaim.editor import attaching, beginning
from essaim.network.standing import Standing
from essaim.sheets import content
from essaim.sheets.models import Revision, Sheet
from tests.factories import a_member, a_structure
from tests.intake.attachments import files

call_command("createcachetable", verbosity=0)
structure = a_structure()
who = Standing.of(a_member(structure))

def click(_):
    try:
        return beginning.begin(who, structure, content.empty(), "le même formulaire")
    finally:
        connections.close_all()

def send(rank):
    try:
        upload = files.an_upload(files.a_pdf(b"%% %d\\n" % rank), f"{rank}.pdf")
        taken, refused = attaching.add(who, sheet, [upload])
        return [one.reason for one in refused]
    finally:
        connections.close_all()

with ThreadPoolExecutor(6) as pool:
    numbers = list(pool.map(click, range(6)))
    sheet = Sheet.objects.get()
    refused = list(pool.map(send, range(6)))
kept = Revision.objects.waiting().get().content["fichiers"]
print("said", len(set(numbers)), refused, sorted(kept), sep="|")
"""


def test_clicks_make_one_sheet_and_uploads_are_all_named(own_base: OwnBase) -> None:
    said = own_base.essaim("shell", "-v0", "-c", SCRIPT).stdout
    expected = [f"{rank}.pdf" for rank in range(6)]
    assert f"said|1|{[[]] * 6}|{expected}" in said, said
