"""What a request to the desk holds: the editor who sends it, and the texts of its form."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ..history import Edit, proof_age
from ..text.numbers import number


def editor_of(request: HttpRequest) -> User:
    """The editor who sends a request; raises PermissionDenied where nobody is logged in."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def edit_by(request: HttpRequest, note: str = "") -> Edit:
    """An edit by the editor who sends a request, with the age of their last proof."""
    return Edit(editor_of(request), note, proof_age=proof_age(request.session))


def posted_texts(request: HttpRequest) -> dict[str, str]:
    """The fields of the form in a request, without its files; of a repeated one the last value."""
    return {name: text for name, text in request.POST.items() if isinstance(text, str)}


def last_erasure_in(request: HttpRequest) -> int:
    """The key of the last erasure when the page was made, as its form says; 0 if it does not."""
    return number(request.POST.get("last_erasure", "")) or 0
