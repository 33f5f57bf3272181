"""The pages of an import, and what an editor sends to them."""

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reforms.models import BatchImport
from tests.support import cast
from tests.support.release_text import NEWS

START = "/admin/reforms/batchimport/add/"


def paste(client: Client, text: str = NEWS, **options):
    for slug in cast.THEMES:
        cast.theme(slug)
    return client.post(START, {"_paste": "1", "paste-text": text}, **options)


def upload(client: Client, content: str, name: str = "案例.csv", **fields):
    file = SimpleUploadedFile(name, content.encode())
    return client.post(START, {"_upload": "1", "upload-file": file, **fields}, follow=True)


def page_of(batch_import: BatchImport, name: str = "") -> str:
    if name:
        of = "batchimport" if name == "publish" else "import"
        return reverse(f"admin:reforms_{of}_{name}", args=[batch_import.pk])
    return reverse("admin:reforms_batchimport_change", args=[batch_import.pk])


def words(answer) -> str:
    return answer.content.decode()


def applied_import(**form: str) -> BatchImport:
    """A pasted release that was imported; `form` is what the editor typed before that."""
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    paste(client)
    batch_import = BatchImport.objects.get()
    client.post(page_of(batch_import), form | {"_apply": "1"})
    return batch_import
