"""English words of a search: which say something, and their stems."""

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

ANALYZER = (
    TextAnalyzerBuilder(Tokenizer.simple())
    .filter(Filter.lowercase())
    .filter(Filter.stopword("english"))
    .filter(Filter.custom_stopword(["how", "what", "which", "who", "when", "why", "case", "cases"]))
    .filter(Filter.stemmer("english"))
    .build()
)


def stems(text: str) -> list[str]:
    """The stems of the words that say something, lower case: prisons and what → prison."""
    return ANALYZER.analyze(text)
