"""List the stored texts that cleaning would change, and clean them once that is confirmed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser

from reforms.management.stored_texts import Row, UncleanText, clean_row, in_words, unclean_rows


class Command(BaseCommand):
    help = (
        "列出已有文字里应清理的字符（部首、看不见的字符等），加 --apply 才改动，写入修改历史 / "
        "list stored texts with characters to be cleaned; --apply cleans them, with a version each"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="清理 / clean them")

    def handle(self, *, apply: bool, **_options: Any) -> None:
        unclean = [(type(row), row.pk) for row, texts in unclean_rows() if self.show(texts)]
        cleaned = sum(self.clean(model, key) for model, key in unclean) if apply else 0
        self.stdout.write(f"应清理 / to clean: {len(unclean)}；已清理 / cleaned: {cleaned}")

    def show(self, texts: list[UncleanText]) -> bool:
        """Show the texts of a row; returns whether cleaning changes one of them."""
        for text in texts:
            if text.before != text.after:
                self.stdout.write(in_words(text))
            if text.problem:
                self.stdout.write(f"{text.name} {text.label}: {text.problem}")
        return any(text.before != text.after for text in texts)

    def clean(self, model: type[Row], key: int) -> bool:
        """Clean a row; returns whether it was written."""
        try:
            clean_row(model, key)
        except ValidationError as error:
            reasons = " ".join(error.messages)
            self.stdout.write(f"{model.__name__} {key} 未改动 / left alone: {reasons}")
            return False
        return True
