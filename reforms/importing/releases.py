"""A pasted release → the rows of an import."""

import hashlib
import re
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import releases
from ..columns import BODY_COLUMNS, SEPARATOR, cell
from ..divisions import Body
from ..models import Batch, BatchImport, ImportRow, Theme
from ..vocabulary import PlaceBasis, place_in_words
from .starting import fill
from .states import BATCH_FORM, Choice, Kind


def start_release(text: str, *, by=None) -> BatchImport:
    """Read a pasted release into the database and check it; ValidationError leaves nothing."""
    text = text.strip()
    if not text:
        raise ValidationError(_("没有粘贴任何文字。"))
    if len(text) > settings.IMPORT_MAX_CHARACTERS:
        limit = settings.IMPORT_MAX_CHARACTERS
        raise ValidationError(_("文字超过 %d 字，请只粘贴发布稿本身。") % limit)
    release = releases.read(text)
    if not release.cases and not release.candidates:
        raise ValidationError(
            _("没有认出任何案例。请确认粘贴的是发布稿正文；认不出的发布稿可用表格录入。")
        )
    raw = text.encode("utf-8", "replace")
    found = BatchImport.objects.create(
        kind=Kind.RELEASE,
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        by=by,
        facts={
            "batch": batch_facts(release),
            "passages": dict(release.passages),
            "questions": [[one.about, one.text] for one in release.questions],
            "claimed": release.claimed,
            "found": len(release.cases),
            "furniture": list(dict.fromkeys(release.furniture)),
        },
    )
    return fill(found, release_rows(release))


def batch_facts(release: releases.Release) -> dict[str, str]:
    """The batch as the text has it, over what the catalogue knows of it already."""
    facts = {name: cell(getattr(release, name, "") or "") for name in BATCH_FORM}
    facts["slug"] = proposed_slug(release)
    if stored := Batch.objects.filter(slug=facts["slug"]).first():
        has = {name: str(getattr(stored, name) or "") for name in BATCH_FORM}
        facts |= {name: value for name, value in has.items() if value}
    return facts


def proposed_slug(release: releases.Release) -> str:
    """The slug of the batch if the catalogue has it, else one after the pattern of its series."""
    if release.title and (known := Batch.objects.filter(title=release.title).first()):
        return known.slug
    series = Batch.objects.filter(series=release.series).exclude(series="").last()
    year = (release.released_on or release.issued_on or release.reported_on)[:4]
    if series and release.ordinal and re.search("[0-9]$", series.slug):
        slug = re.sub("[0-9]+$", str(release.ordinal), series.slug)
    else:
        issuer = "spp" if "最高人民检察院" in release.issuers else "batch"
        slug = "-".join(filter(None, [issuer, year, str(release.ordinal or "")]))
    taken = set(Batch.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 999))) if one not in taken)


def release_rows(release: releases.Release) -> Iterator[ImportRow]:
    """The cases of a release as rows; what it names only in passing is there, not chosen."""
    themes = dict(Theme.objects.values_list("slug", "name"))
    numbered = len(release.cases)
    for line, case in enumerate((*release.cases, *release.candidates), 1):
        cells, asks = release_cells(case, themes)
        cells["case_no"] = str(line)
        row = ImportRow(line=line, cells=cells)
        row.asks = asks + [[question.about, question.text] for question in case.questions]
        row.passages = dict(case.passages)
        if line > numbered:
            row.choice = Choice.SKIP
            row.asks.append(["", _("文中只是顺带提到，默认不导入。")])
        yield row


def release_cells(
    case: releases.ReadCase, themes: dict[str, str]
) -> tuple[dict[str, str], list[list[str]]]:
    asks: list[list[str]] = []
    theme = themes.get(case.theme, "")
    if case.theme and not theme:
        asks.append(["themes", _("主题表里没有“%s”，主题留空。") % case.theme_name])
    title, title_by = case.title, "issuer"
    if not title:
        title, title_by = own_title(case), "catalogue"
        asks.append(["title", _("发布稿没有给出标题，这是自动拟的，请改写。")])
    cells = {
        "title": title,
        "title_by": title_by,
        "official_no": case.official_no,
        "themes": theme,
        "themes_by": case.themes_by if theme else "",
        "keywords": SEPARATOR.join(case.keywords),
        "summary": "",
        "body": case.body,
    }
    if not case.bodies:
        asks.append(["bodies", _("没有认出单位，请填写。")])
    for body in case.bodies:
        if "level" in body.inferred:
            words = _("原文没有写明“%(name)s”的层级，按名称判断：%(place)s。")
            place = place_in_words(body.province, body.level)
            asks.append(["levels", words % {"name": body.name, "place": place}])
    return cells | body_cells(case), asks


def own_title(case: releases.ReadCase) -> str:
    """Words for a case without a title: who, and under which heading."""
    return "、".join(body.name for body in case.bodies) + case.theme_name


def body_cells(case: releases.ReadCase) -> dict[str, str]:
    """The cells of the columns of bodies."""
    return {
        column: SEPARATOR.join(body_value(body, field) for body in case.bodies)
        for column, field in BODY_COLUMNS.items()
    }


def body_value(body: Body, field: str) -> str:
    """A field of a credited body, from what its name says."""
    if field != "place_basis":
        return getattr(body, field)
    return PlaceBasis.INFERRED if "level" in body.inferred else PlaceBasis.STATED
