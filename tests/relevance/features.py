"""The features of the search, each of which can be taken away to see what it is worth.

`switch_off` changes this process for good: it is called in one of its own, before Django starts.
"""

from typing import Any, Final

SPELLING: Final = "spelling"
SYNONYMS: Final = "synonyms"
STEMMING: Final = "stemming"
BOOSTS: Final = "boosts"
HALF_WORDS: Final = "half-words"

FEATURES: Final = {
    STEMMING: "singular and plural, verbs and nouns, are one word",
    SYNONYMS: "synonyms and acronyms of the field",
    SPELLING: "slips repaired, half-words completed",
    HALF_WORDS: "half-words completed (a part of the former)",
    BOOSTS: "a word counts more in the title, the keywords, the summary",
}
# What a reader can undo himself, by the address.
EXACT: Final = {SYNONYMS: "exact=synonymes", SPELLING: "exact=orthographe"}


def address_without(feature: str, address: str) -> str:
    """Return the address that asks the same without that feature, when an address can."""
    return f"{address}&{EXACT[feature]}" if feature in EXACT else address


def switch_off(feature: str) -> None:
    """Take away, in this process, a feature that no address undoes."""
    if feature == STEMMING:
        _without_stemming()
    elif feature == BOOSTS:
        from essaim.sheets import fields

        fields.CHANNEL_WEIGHTS.update(dict.fromkeys(fields.Channel, 1.0))


def switch_off_when_ready(feature: str) -> None:
    """Take away what can only be reached once Django has started."""
    if feature == HALF_WORDS:
        from essaim.search import lexicon

        _put(lexicon.Lexicon, "completions", lambda *_: [])


def _without_stemming() -> None:
    """Leave words as they are written, accents and case apart, in sheets and queries alike."""
    import tantivy

    from essaim.search import analysis

    analyzer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(analysis.LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.custom_stopword(list(analysis.STOP_WORDS)))
        .build()
    )
    _put(analysis, "analyzer", lambda: analyzer)
    _put(analysis, "prepare", analysis.composed)


def _put(where: Any, name: str, what: Any) -> None:
    """Put something of ours in the place of the product's; an error when it has no such thing."""
    getattr(where, name)
    setattr(where, name, what)
