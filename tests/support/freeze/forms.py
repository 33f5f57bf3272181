"""What a browser would send of a form as it stands on a page."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .canonical import tree

Fields = dict[str, list[str]]
UNSENT = {"submit", "button", "image", "reset", "file"}


def filled_in(markup: str) -> Fields:
    """The fields of the largest form of a page that is sent by POST."""
    forms = [form for form in tree(markup).iter("form") if form.get("method") == "post"]
    return max(map(fields_of, forms), key=len, default={})


def fields_of(form: Element) -> Fields:
    fields: Fields = {}
    for field in form.iter():
        if field.get("name") and field.get("disabled") is None:
            for value in values_of(field):
                fields.setdefault(field.get("name", ""), []).append(value)
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def values_of(field: Element) -> Iterator[str]:
    if field.tag == "textarea":
        yield "".join(field.itertext())
    elif field.tag == "select":
        yield from chosen(field)
    elif field.tag == "input" and is_sent(field):
        yield field.get("value", "on" if field.get("type") == "checkbox" else "")


def is_sent(field: Element) -> bool:
    kind = field.get("type", "text")
    return kind not in UNSENT and (
        kind not in ("checkbox", "radio") or field.get("checked") is not None
    )


def chosen(field: Element) -> list[str]:
    """The values chosen of a list; where one must be chosen and none is, the first."""
    options = list(field.iter("option"))
    picked = [option for option in options if option.get("selected") is not None]
    if not picked and field.get("multiple") is None:
        picked = options[:1]
    return [option.get("value", "".join(option.itertext())) for option in picked]
