"""A pasted release → the rows of an import."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import releases
from ..documents import Line
from ..documents.reading import Document, read_document
from ..models import BatchImport
from ..text.cleaning import clean_characters
from ..text.validation import refuse_misread
from .release_batches import batch_facts, filling
from .release_rows import count_without_theme, release_rows
from .starting import check_and_store
from .states import Kind


def start_release(text: str, *, by: User | None = None) -> BatchImport:
    """Store and check the cases of a pasted release.

    Raises ValidationError, with nothing stored, if the text is too long or is no release.
    """
    text = clean_characters(text).strip()
    if not text:
        raise ValidationError(_("没有粘贴任何文字。"))
    refuse_misread(text)
    return store_release(read_release(text, len(text)), text.encode("utf-8", "replace"), by=by)


def start_document(data: bytes, name: str, *, by: User | None = None) -> BatchImport:
    """Store and check the cases of a release that was uploaded as a document.

    Raises ValidationError, with nothing stored, if it cannot be read or is no release.
    """
    return store_release(release_in(read_document(data, name)), data, name, by=by)


def release_in(document: Document) -> releases.Release:
    """The release in a document; raises ValidationError if it is too long or no release of ours."""
    release = read_release(document.lines, sum(len(line.text) for line in document.lines))
    notes = tuple(releases.Question("text", note) for note in document.notes)
    return replace(release, questions=(*release.questions, *notes))


def store_release(
    release: releases.Release, raw: bytes, name: str = "", *, by: User | None
) -> BatchImport:
    """Store and check the rows of a release that was read."""
    batch_import = BatchImport.objects.create(
        kind=Kind.RELEASE,
        file_name=name[-255:],
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        by=by,
        facts=release_facts(release),
    )
    return check_and_store(batch_import, release_rows(release))


def read_release(document: str | Sequence[Line], characters: int) -> releases.Release:
    """The release in a text; raises ValidationError if it is too long or no release of ours."""
    limit = settings.IMPORT_MAX_CHARACTERS
    if characters > limit:
        raise ValidationError(_("文字超过 %d 字，请只粘贴发布稿本身。") % limit)
    release = releases.read(document)
    if release.is_several:
        raise ValidationError(_("案例编号或批次名称有重复，好像不止一批。请一次只粘贴一批发布稿。"))
    if is_of_others(release):
        issuers = "、".join(release.issuers)
        raise ValidationError(_("发布机关是%s，不是检察机关的发布稿。") % issuers)
    if "检察" not in release.text and "最高检" not in release.text and release.cases:
        raise ValidationError(_("全文没有提到检察机关，不是检察机关的发布稿。"))
    if not (release.cases or release.candidates or names_a_batch(release)):
        raise ValidationError(
            _("没有认出任何案例。请确认粘贴的是发布稿正文；认不出的发布稿可用表格录入。")
        )
    return release


def names_a_batch(release: releases.Release) -> bool:
    """Whether a text without cases tells of a batch; a report of work only mentions some."""
    return bool(release.title and (release.claimed or release.issuers))


def is_of_others(release: releases.Release) -> bool:
    """Whether a release is another organ's: no procuratorate issued it or has a case in it."""
    bodies = [body for case in release.cases for body in case.bodies]
    is_ours = any("检察" in name for name in (*release.issuers, *(body.name for body in bodies)))
    return bool(release.issuers) and not is_ours


def release_facts(release: releases.Release) -> dict[str, Any]:
    """What an import keeps about its release as a whole."""
    questions = [[question.about, question.text] for question in release.questions]
    if unthemed := count_without_theme(release.cases):
        questions.append(["case.theme", _("有 %d 件没有写明主题，留空。") % unthemed])
    batch = batch_facts(release)
    is_notice = batch.get("source_name", "") == release.notice_title != ""
    if is_notice and not release.source_name:
        questions.append(["source_name", _("原文没有写刊登在哪里，暂记印发的通知。")])
    return {
        "batch": batch,
        "fills": filling(release),
        "passages": dict(release.passages),
        "questions": questions,
        "claimed": release.claimed,
        "found": len(release.cases),
        "furniture": list(dict.fromkeys(release.furniture)),
        "text": "" if release.cases else release.text,  # to fill in the rows from
    }
