"""The translations of a checkout, compiled, since a checkout has only their sources."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_into(folder: Path) -> None:
    """Compile them into a folder, and let Django read them from there."""
    for place, path in enumerate(settings.LOCALE_PATHS):
        for source in Path(path).glob("*/LC_MESSAGES/*.po"):
            target = folder / str(place) / source.relative_to(path).with_suffix(".mo")
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as file, target.open("wb") as compiled:
                write_mo(compiled, read_po(file))
    settings.LOCALE_PATHS = sorted(folder.iterdir())
