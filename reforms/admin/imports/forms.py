"""The forms that start an import: a pasted release or an uploaded table."""

from typing import BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Batch
from ...tables import sheet_titles


class PastedText(forms.CharField):
    """A text as a clipboard has it: null characters mean nothing."""

    def to_python(self, value: str | None) -> str:
        return (super().to_python(value) or "").replace("\0", "")


class PasteForm(forms.Form):
    """The text of a release."""

    prefix = "paste"
    text = PastedText(
        label=gettext_lazy("发布稿文字"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 100}),
        help_text=gettext_lazy(
            "从网页全选复制即可，广告、分享按钮、声明会自动剔除，并列出来供核对。"
        ),
        error_messages={"required": gettext_lazy("没有粘贴任何文字。")},
    )


class UploadForm(forms.Form):
    """A table, and how to read it."""

    prefix = "upload"
    file = forms.FileField(
        label=gettext_lazy("文件"),
        error_messages={
            "required": gettext_lazy("没有选择文件。"),
            "empty": gettext_lazy("文件是空的。"),
        },
    )
    sheet = forms.CharField(
        label=gettext_lazy("工作表"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("只对 Excel 文件有用；留空读第一张。"),
    )
    batch = forms.ModelChoiceField(
        Batch.objects.order_by("-pk"),
        label=gettext_lazy("批次"),
        required=False,
        empty_label="—",
        help_text=gettext_lazy("表格里没有“批次”列时，导入到这个批次。"),
    )
    clear = forms.BooleanField(
        label=gettext_lazy("空格子表示清空已有内容"),
        required=False,
        help_text=gettext_lazy("不选时，空着的格子不改动已有内容。"),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES >> 20
            raise ValidationError(_("文件超过 %d MB，请分成几个文件上传。") % limit)
        return file

    def offer_sheets(self) -> None:
        """Make the sheet a choice among those of the file that was just refused."""
        # An UploadedFile has the methods of a binary file, but not its type.
        titles = sheet_titles(cast(BinaryIO, self.files[self.add_prefix("file")]))
        if len(titles) > 1:
            choices = [("", _("第一张")), *((title, title) for title in titles)]
            self.fields["sheet"].widget = forms.Select(choices=choices)
            self["sheet"].help_text = _("这个文件有几张工作表：选好一张，再选一次文件。")
