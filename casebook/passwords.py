"""New passwords: what their fields say, and the page on which editors change their own."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .lockout import is_password
from .proof import require_proof_of


class NewPasswordForm(SetPasswordForm):
    """Says in one sentence what AUTH_PASSWORD_VALIDATORS ask for; Django's list says “你”."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.fields["new_password1"].help_text = _(
            "至少 12 个字，可以是一句话，不必有符号；"
            "不能和您的姓名、用户名、邮箱相近，也不能是常见的密码。"
        )
        self.fields["new_password2"].help_text = ""


class OwnPasswordForm(NewPasswordForm, AdminPasswordChangeForm):
    """Django's, but a wrong old password counts as one of a login does."""

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not is_password(self.request, password):
            raise forms.ValidationError(
                self.error_messages["password_incorrect"], code="password_incorrect"
            )
        return password


class OwnPasswordView(PasswordChangeView):
    """Asks for a recent proof before it looks at the form."""

    form_class = OwnPasswordForm
    template_name = "registration/password_change_form.html"

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        require_proof_of(request)
        return super().post(request, *args, **options)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}
