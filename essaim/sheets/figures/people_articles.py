"""Persons without a number: "la référente", "un animateur", "aucun bénévole", "des habitants"."""

from typing import Final

from essaim.sheets.figures.people_mentions import (
    FOR_ALL,
    JOINS,
    NOTHING,
    STARTS,
    Mention,
    Mentions,
)
from essaim.sheets.figures.people_nouns import CARRIERS, STRICT, VAGUE, Noun, employed, noun_at
from essaim.sheets.figures.people_words import LINE, Tokens
from essaim.sheets.figures.readings import Count
from essaim.sheets.figures.roles import role_of
from essaim.sheets.figures.roles_words import SIZES, Role, words

_DEFINITE: Final = frozenset({"le", "la", "l", "du", "notre", "son", "sa", "leur", "mon", "ma"})
_NOT_OF: Final = frozenset({"bureau", "poste", "secteur", "absence", "place", "bulletin"})
# With an article these say a thing, or nothing that counts.
_NOT_ONE: Final = words(
    "cadre poste contrat emploi charge personnel as sc cae cui accompagnement temp permanent maitre"
)
_CHARGES: Final = frozenset(
    (of, what)
    for of in ("de", "d")
    for what in words("mission accueil projet projets developpement communication insertion")
)
_POSTS: Final = frozenset({"poste", "emploi", "contrat"})
_TRADED: Final = frozenset({"binome", "duo", "tandem"})
_NEAR: Final = 10  # tokens
_OURS: Final = frozenset({"notre", "son", "sa", "leur", "mon", "ma"})
_NOBODY: Final = frozenset({"aucun", "aucune", "pas", "sans", "zero", "ni"})
_SOME: Final = words(
    "des les plusieurs quelque quelques certains certaines divers diverses ses nos leurs nombreux"
    " nombreuses beaucoup"
)
_SOME_OF: Final = words(
    "poignee beaucoup equipe groupe collectif aide appui soutien participation renfort noyau"
    " presence concours implication mobilisation ensemble reseau"
)
_COMPOSED: Final = frozenset({"(", ":", "composee", "constituee", "compose", "constitue", "formee"})
_MORE: Final = frozenset({"pour", "selon", "lors", "si", "en", "suivant", LINE, ".", ",", "sur"})
# All the words with which those who are not counted begin, but for their own names.
_OPENERS: Final = (
    _DEFINITE
    | _NOBODY
    | _SOME
    | FOR_ALL
    | words("au en de d equipe autant plus plusieurs davantage")
)
_IN_ALL: Final = frozenset({("au", "total"), ("en", "tout")})
_ALL: Final = FOR_ALL - {"tout"}
_LEAST_QUALITY: Final = 4  # letters
_TEAM_WORDS: Final = 7


def take_unnumbered(mentions: Mentions) -> bool:
    """Take what stands here and says persons without counting them in digits or words."""
    token = mentions.tokens[mentions.at]
    if not (token.number or token.plural or token.word in _OPENERS or mentions.heading_waits):
        return False
    return (
        _nobody(mentions)
        or _one(mentions)
        or _pair(mentions)
        or _one_more(mentions)
        or _as_many(mentions)
        or _total(mentions)
        or _some(mentions)
        or _more(mentions)
    )


def one_at(tokens: Tokens, at: int) -> Noun | None:
    """Return whom an article at that place counts as one."""
    article = tokens[at]
    indefinite = article.number is not None and article.number.is_article
    if not indefinite and article.word not in _DEFINITE:
        return None
    if article.word == "du" and tokens[at - 1].word in _NOT_OF:
        return None
    noun = noun_at(tokens, at + 1, counted=False)
    if noun is None or tokens[at + 1].word in ("de", "d"):
        return None
    if tokens[noun.at].plural and not indefinite:
        return None
    person = indefinite or tokens[noun.at].word == "chargee" or article.word == "le"
    if noun.head in _NOT_ONE and not (person and _is_post(tokens, noun)):
        return None
    if noun.role in STRICT:
        return noun
    before = tokens[at - 1].word
    opens = before in STARTS or before in JOINS
    return _neighbour(tokens, at, noun) if opens and noun.role in VAGUE else None


def _neighbour(tokens: Tokens, at: int, noun: Noun) -> Noun | None:
    """Return "une voisine", "leur voisine, bénévole": one, and not "la jeunesse"."""
    if tokens[noun.end].word == "," and tokens[noun.end + 1].stem == "benevole":
        told = tokens[noun.end + 1]
        if not told.plural and tokens[noun.end + 2].word != ":":
            return noun._replace(role=Role.VOLUNTEER, end=noun.end + 2)
    ours = tokens[at].word in _OURS and noun.role is Role.RESIDENT
    return noun if tokens[at].number or ours else None


def _is_post(tokens: Tokens, noun: Noun) -> bool:
    """Whether it is "un chargé de mission", "un poste d'animateur"."""
    of, what = tokens.words(noun.end, 2)
    if (of, what) in _CHARGES:
        return True
    post = noun.head in _POSTS and of in ("de", "d")
    return post and tokens[noun.end + 1].role is Role.PROFESSIONAL


def _one(mentions: Mentions) -> bool:
    """Take "la référente famille", "un animateur"."""
    tokens, at = mentions.tokens, mentions.at
    noun = one_at(tokens, at)
    if noun is None:
        return False
    following = tokens[noun.at + 1]
    told = following.is_word and len(following.word) >= _LEAST_QUALITY
    quality = following.stem if told else ""
    word = tokens[noun.at].word
    known = tokens[at].number is None and mentions.knows(noun.head, quality, word)
    mentions.name(noun.head, quality, word)
    if known:
        mentions.at = noun.end
    else:
        role = mentions.under_heading(noun.role) if noun.role in VAGUE else noun.role
        mentions.add(Mention(role, Count.of(1), at, noun.end, sure=False))
    return True


def _pair(mentions: Mentions) -> bool:
    """Take "un binôme d'animateurs" as two."""
    tokens, at = mentions.tokens, mentions.at
    size = SIZES.get(tokens[at + 1].stem) if tokens[at].number else None
    if size is None:
        return False
    role, end = Role.PERSON, at + 2
    if tokens[end].word in ("de", "d"):
        noun = noun_at(tokens, at + 3, counted=False)
        if noun is None or noun.role not in CARRIERS:
            return False
        role, end = noun.role, noun.end
    elif tokens[at + 1].stem in _TRADED and (kinds := _paired_kinds(tokens, end)):
        for one in kinds:
            mentions.add(Mention(one.role, Count.of(1), one.at, one.end, sure=False))
        return True
    elif tokens[end].stem == "benevole":
        role, end = Role.VOLUNTEER, end + 1
    mentions.add(Mention(role, Count.of(size), at, end, sure=False))
    return True


def _paired_kinds(tokens: Tokens, at: int) -> list[Noun]:
    """Return who make a pair, when both are named: "un binôme salarié/bénévole"."""
    parts = tokens[at].word.split("-")
    named = [Noun(role, at, at + 1, part) for part in parts if (role := role_of(part))]
    if len(parts) == len(named) == 2 and {one.role for one in named} <= STRICT:
        return named
    first = noun_at(tokens, at, counted=False)
    if first is None or first.at != at or tokens[first.end].word not in ("/", "-", "–", "+", "et"):
        return []
    second = noun_at(tokens, first.end + 1, counted=False)
    if second is None or not {first.role, second.role} <= STRICT:
        return []
    return [first, second]


def _as_many(mentions: Mentions) -> bool:
    """Take "8 salariés et autant de bénévoles": eight as well."""
    tokens, at = mentions.tokens, mentions.at
    if tokens[at].word != "autant" or tokens[at + 1].word not in ("de", "d"):
        return False
    noun = noun_at(tokens, at + 1, counted=True)
    last = mentions.found[-1] if mentions.found else None
    if noun is None or noun.role not in CARRIERS | {Role.BENEFICIARY} or last is None:
        return False
    mentions.add(Mention(noun.role, last.count, at, noun.end, sure=False))
    return True


def _one_more(mentions: Mentions) -> bool:
    """Take "et une à mi-temps", "et une de la mairie": one more of those just mentioned."""
    tokens, at = mentions.tokens, mentions.at
    if not tokens[at].number or tokens[at - 1].word not in ("et", ",", "+", "puis"):
        return False
    last = mentions.found[-1] if mentions.found else None
    if last is None or last.count is None or last.role not in STRICT:
        return False
    if not _near(tokens, last.end, at):
        return False
    place = at + 1 + (tokens[at + 1].word == "autre")
    if tokens[place].word == "du" or tokens[place].word == "de":
        return employed(tokens, place) and _add_one(mentions, last.role, place + 2)
    part = tokens[place + 1]
    if tokens[place].word != "a":
        return False
    share = part.is_number and tokens[place + 2].word == "%"
    if not share and part.stem not in ("mi-temp", "mi", "temp", "temps-plein"):
        return False
    return _add_one(mentions, last.role, place + 2 + share)


def _add_one(mentions: Mentions, role: Role, end: int) -> bool:
    mentions.add(Mention(role, Count.of(1), mentions.at, end, sure=False))
    return True


def _near(tokens: Tokens, start: int, end: int) -> bool:
    """Whether nothing but what tells of the last mention stands between."""
    return end - start < _NEAR and all(
        tokens[place].word not in (LINE, ".", ";") for place in range(start, end)
    )


def _nobody(mentions: Mentions) -> bool:
    """Take "aucun bénévole", "pas de salarié", "bénévoles : néant"."""
    tokens, at = mentions.tokens, mentions.at
    word = tokens[at].word
    if mentions.heading in CARRIERS and mentions.heading_waits and word in NOTHING:
        mentions.add(Mention(mentions.heading or Role.PERSON, Count.of(0), at, at + 1))
        return True
    if word not in _NOBODY:
        return False
    noun = noun_at(tokens, at + 1, counted=False)
    if noun is None or noun.role not in CARRIERS:
        return False
    if noun.role is Role.PERSON and at:
        return False
    mentions.add(Mention(noun.role, Count.of(0), at, noun.end))
    return True


def _total(mentions: Mentions) -> bool:
    """Notice "au total", "en tout": the number that follows is all."""
    tokens, at = mentions.tokens, mentions.at
    word = tokens[at].word
    both = (word, tokens[at + 1].word) in _IN_ALL
    if not both and word not in _ALL:
        return False
    mentions.at += 2 if both else 1
    while tokens[mentions.at].word in (":", "de", "d", ",", "="):
        mentions.at += 1
    mentions.total_waits = tokens[mentions.at].is_number
    return True


def _some(mentions: Mentions) -> bool:
    """Take "des bénévoles", "toute l'équipe": some, nobody says how many."""
    tokens, at = mentions.tokens, mentions.at
    token, before = tokens[at], tokens[at - 1].word
    if token.word == "equipe":
        return _team(mentions)
    article = token.word in _SOME or (token.word in ("de", "d") and _is_some_of(tokens, at))
    if not article and not (token.is_word and token.plural):
        return False
    opens = before in STARTS or before in JOINS
    opens = opens or before in ("tous", "toutes", "tout", "ensemble")
    noun: Noun | None = None
    if article and (opens or token.word not in ("des", "les")):
        noun = noun_at(tokens, at + 1, counted=False)
    elif not article and token.is_word and token.plural and opens:
        noun = noun_at(tokens, at, counted=False)
    if noun is None or noun.role not in CARRIERS or not tokens[noun.at].plural:
        return False
    if not article and noun.role not in STRICT and before != "+":
        return False
    if tokens[noun.end].word == "(" and tokens[noun.end + 1].is_number:
        mentions.heading, mentions.heading_waits, mentions.at = noun.role, True, noun.end
        return True
    mentions.add(Mention(noun.role, None, at, noun.end, sure=False))
    return True


def _is_some_of(tokens: Tokens, at: int) -> bool:
    return tokens[at - 1].word in _SOME_OF or tokens[at + 1].word in ("nombreux", "nombreuses")


def _team(mentions: Mentions) -> bool:
    """Take "l'équipe" as some, unless the text goes on to count it."""
    tokens, at = mentions.tokens, mentions.at
    if tokens[at - 1].word not in ("l", "toute", "notre") and not tokens[at - 1].number:
        return False
    before = tokens[at - 2 - (tokens[at - 2].word == "toute")].word
    if before not in STARTS and before not in JOINS:
        return False
    for place in range(at + 1, at + _TEAM_WORDS):
        token = tokens[place]
        if token.word in _COMPOSED or (token.word in ("de", "d") and tokens[place + 1].number):
            return False
        if not token.is_word and token.word != ",":
            break
    mentions.add(Mention(Role.PERSON, None, at, at + 1, sure=False))
    return True


def _more(mentions: Mentions) -> bool:
    """Take "et plus selon les temps forts", "voire plus" as some."""
    tokens, at = mentions.tokens, mentions.at
    if tokens[at].word not in ("plus", "plusieurs", "davantage"):
        return False
    if tokens[at - 1].word not in ("et", ",", "voire", "ou", "+"):
        return False
    if tokens[at + 1].word not in _MORE or tokens[at - 2].word == "ans":
        return False
    mentions.add(Mention(Role.PERSON, None, at, at + 1, sure=False))
    return True
