"""Issuers that are no office: 某省检察机关 yields to 某省人民检察院 where that signs or acts."""

import re
from collections.abc import Sequence

from ..divisions import find_bodies, read_bodies
from .organs import organs
from .release import Found
from .sentences import sentences

ACTS = re.compile("[^，,。；;：:]{0,16}?(?:召开|举行|举办|发布|公布|印发|通报|编发)")


def with_offices(issuers: Found, lines: Sequence[str]) -> Found:
    """The issuers with the office in place of a collective; where none acts, a question."""
    names = {read_bodies(issuer.name)[0].standard_name for issuer in issuers.value}
    kept = []
    for issuer in issuers.value:
        office = _office_of(issuer.name)
        if not office:
            kept.append(issuer)
        elif office not in names:
            name, sentence = _acting(office, lines)
            question = f"“{issuer.name}”是统称，没有认出由哪个院发布，请核对"
            kept.append(issuer._replace(name=name or issuer.name))
            issuers = issuers._replace(
                passage=sentence or issuers.passage,
                question=issuers.question if name else question,
            )
    return issuers._replace(value=tuple(dict.fromkeys(kept)))


def _office_of(name: str) -> str:
    """The standard name of the office that stands for a collective; empty for other organs."""
    body = read_bodies(name)[0]
    is_collective = body.kind == "system"
    return (body.standard_name or name).replace("检察机关", "人民检察院") if is_collective else ""


def _acting(office: str, lines: Sequence[str]) -> tuple[str, str]:
    """The office by the name in a sentence that says what it released or convened; the sentence."""
    for sentence in (sentence for line in lines for sentence in sentences(line)):
        for mention in find_bodies(sentence):
            is_office = mention.bodies[0].standard_name == office
            if is_office and ACTS.match(sentence, mention.end):
                return next(iter(organs(mention.name)), mention.name), sentence
    return "", ""
