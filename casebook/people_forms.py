"""The forms about colleagues: who they are, and which role they have."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reforms.text.cleaning import clean_line

from .roles import ROLES, name_of, role_of, set_role


class PersonForm(forms.Form):
    """Name, mail and role of a colleague, new or stored."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    email = forms.EmailField(
        label=gettext_lazy("邮箱"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("登录时用邮箱；没有邮箱就用姓名登录。"),
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("是另一位同名的同事"),
        error_messages={
            "required": gettext_lazy(
                "已有同名的同事，请看下面的名单。确是另一位，请勾选以后再提交。"
            )
        },
    )
    role = forms.ChoiceField(
        label=gettext_lazy("角色"),
        choices=[(name, format_lazy("{}：{}", name, text)) for name, text in ROLES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一个角色。")},
    )

    field_order = ("name", "is_another", "email", "role")

    def __init__(
        self, data: Any = None, *, person: User | None = None, keeps_role: bool = False
    ) -> None:
        initial = {"role": "编辑"}
        if person:
            initial = {"name": name_of(person), "email": person.email, "role": role_of(person)}
        super().__init__(data, initial=initial, label_suffix="")
        self.person = person
        if person or not data or not has_namesake(data.get("name", "")):
            del self.fields["is_another"]
        if keeps_role:
            del self.fields["role"]
        if person:
            self.fields["email"].help_text = _("改了邮箱，用户名不变。")

    def clean_name(self) -> str:
        if not (name := clean_line(self.cleaned_data["name"])):
            raise forms.ValidationError(_("请填姓名。"))
        return name

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        others = User.objects.exclude(pk=self.person.pk) if self.person else User.objects.all()
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("这个邮箱已有账号，请在下面的名单里找。"))
        return email

    def changes(self) -> str:
        """What a valid form says that is new, as the record of accounts has it."""
        former = self.initial if self.person else {}
        changes = [
            (self.fields[name].label, former.get(name, ""), value)
            for name, value in self.cleaned_data.items()
            if name != "is_another" and value != former.get(name, "")
        ]
        return "；".join(
            f"{label} {f'{old} → ' if old else ''}{new or '—'}" for label, old, new in changes
        )

    def save(self) -> User:
        """Store the colleague, a new one without a password. Raises ProofNeeded without a proof."""
        person = self.person or User(is_staff=True)
        person.first_name, person.last_name = self.cleaned_data["name"], ""
        person.email = self.cleaned_data["email"]
        if not person.pk:
            person.username = free_username(person.email or person.first_name)
            person.set_unusable_password()
        person.save()
        if "role" in self.cleaned_data:
            set_role(person, self.cleaned_data["role"])
        return person


def has_namesake(name: str) -> bool:
    """Whether a colleague has this name: a double click, or somebody who was invited before."""
    return (
        User.objects.filter(is_staff=True, first_name=clean_line(name))
        .exclude(first_name="")
        .exists()
    )


def free_username(name: str) -> str:
    """A name to log in with that nobody has: the name itself, or with a number."""
    name = "".join(name.split())
    taken = set(User.objects.filter(username__startswith=name).values_list("username", flat=True))
    candidates = (f"{name}{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in candidates if each not in taken)


class ForgottenForm(forms.Form):
    """The name with which somebody logs in, or their mail address."""

    name = forms.CharField(
        label=gettext_lazy("用户名或邮箱"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
