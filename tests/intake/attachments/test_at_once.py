"""Uploads at once, and an upload killed half-way: in processes of their own, with real commits."""

import os
import signal
import time

from essaim.intake.attachments import keeping
from tests.intake.attachments.store import on_disk
from tests.own_base import OwnBase

BEGIN = """
from concurrent.futures import ThreadPoolExecutor
from django.core.management import call_command
from django.db import connections
from essaim.intake.attachments import limits, storing
from essaim.sheets.models import Attachment
from essaim.sheets.validators import Refused
from tests.factories import a_sheet
from tests.intake.attachments import files

call_command("createcachetable", verbosity=0)
sheet = a_sheet()
"""
AT_ONCE = """
def send(number):
    try:
        upload = files.an_upload(one(number), f"{number}.pdf")
        return storing.attach(sheet.pk, upload, actor=f"personne:{number}").name
    except Refused as refused:
        return str(refused)
    finally:
        connections.close_all()

with ThreadPoolExecutor(8) as pool:
    answers = list(pool.map(send, range(8)))
print("answers", *answers, sep="|")
"""
DIFFERENT = """
limits.MOST_FILES = 3
def one(number): return files.a_pdf(b"%% %d\\n" % number)
"""
SAME = """
def one(number): return files.a_photo()
"""
STOPPED = """
import time
def stop(**_):
    print("written", flush=True)
    time.sleep(60)

Attachment.objects.create = stop
storing.attach(sheet.pk, files.an_upload(files.a_photo(), "photo.jpg"), actor="essai")
"""
COUNT = "from essaim.sheets.models import Attachment; print('rows', Attachment.objects.count())"
SWEEP = "from essaim.intake.attachments import keeping; print('swept', keeping.sweep())"


def run(base: OwnBase, script: str) -> str:
    """Return what the script says in that base."""
    return base.essaim("shell", "-v0", "-c", script).stdout


def answers(base: OwnBase, script: str) -> list[str]:
    """Return what eight senders were told."""
    return run(base, BEGIN + script + AT_ONCE).strip().split("answers|")[1].split("|")


def test_simultaneous_uploads_do_not_pass_the_limit(own_base: OwnBase) -> None:
    told = answers(own_base, DIFFERENT)
    taken = [answer for answer in told if answer.endswith(".pdf")]
    assert len(taken) == 3 and len(set(taken)) == 3
    assert sum("déjà 3 fichiers" in answer for answer in told) == 5
    assert "rows 3" in run(own_base, COUNT)
    assert len(on_disk(own_base.data / "files")) == 3


def test_the_same_file_sent_at_once_is_kept_once(own_base: OwnBase) -> None:
    assert len(set(answers(own_base, SAME))) == 1
    assert "rows 1" in run(own_base, COUNT)
    assert len(on_disk(own_base.data / "files")) == 2


def test_an_upload_killed_between_file_and_row_is_swept(own_base: OwnBase) -> None:
    process = own_base.start("shell", "-v0", "-c", BEGIN + STOPPED)
    process.line("written")
    process.send_signal(signal.SIGKILL)
    process.wait()
    folder = own_base.data / "files"
    assert len(on_disk(folder)) == 2
    assert "rows 0" in run(own_base, COUNT)
    assert "swept 0" in run(own_base, SWEEP)  # it could still be at work
    past = time.time() - 2 * keeping._GRACE.total_seconds()
    for path in folder.rglob("*"):
        os.utime(path, (past, past))
    assert "swept 2" in run(own_base, SWEEP)
    assert on_disk(folder) == set()
