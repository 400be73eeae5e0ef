"""What persons a noun and the words around it name: "jeunes bénévoles", "personnes du centre"."""

from itertools import pairwise
from typing import Final, NamedTuple

from essaim.sheets.figures import roles_words
from essaim.sheets.figures.people_words import LINE, Token, Tokens
from essaim.sheets.figures.roles import is_trade
from essaim.sheets.figures.roles_words import Role

STRICT: Final = frozenset({Role.PROFESSIONAL, Role.VOLUNTEER, Role.OTHER})
CARRIERS: Final = STRICT | {Role.RESIDENT, Role.PERSON}
VAGUE: Final = frozenset({Role.RESIDENT, Role.PERSON})
_ENDS: Final = frozenset({LINE, ".", ";", ":", "+", "(", ")", ",", "/", "=", "=>", "->", "|"})
_OF: Final = frozenset({"de", "d", "du", "des", "au", "aux"})
_LINKS: Final = roles_words.words("et ou avec par pour aux ces nos dont chaque")
_ARTICLES: Final = frozenset({"la", "le", "l", "les", "un", "une", "notre", "leur"})
# How far a complement is looked for, in words.
_OWN: Final = roles_words.words("centre csc csx cs structure equipe")
_LEADING: Final = roles_words.words("organisateur porteur relai moteur initiateur")
_FAR: Final = 10
_NEAR: Final = 4
_LEAST_TRADE: Final = 6  # letters
_MOST_QUALIFIERS: Final = 3
# The pairs that mean something else than their first word.
_PAIRS: Final[dict[tuple[str, str], Role]] = {
    ("service", "civique"): Role.OTHER,
    ("adulte", "relai"): Role.PROFESSIONAL,
    ("temp", "plein"): Role.PROFESSIONAL,
    ("temp", "partiel"): Role.PROFESSIONAL,
    ("mi", "temp"): Role.PROFESSIONAL,
    ("conseiller", "citoyen"): Role.OTHER,
    ("conseiller", "municipal"): Role.OTHER,
    ("conseiller", "municipaux"): Role.OTHER,
    ("conseiller", "municipau"): Role.OTHER,
    ("conseiller", "departemental"): Role.OTHER,
    ("adjoint", "technique"): Role.PROFESSIONAL,
    ("adjoint", "administratif"): Role.PROFESSIONAL,
    ("adjoint", "pedagogique"): Role.PROFESSIONAL,
    ("homme", "orchestre"): Role.PROFESSIONAL,
    ("femme", "relai"): Role.PROFESSIONAL,
}
_FROM: Final = frozenset({"elu", "membre", "representant"})
_PAIRED: Final = _FROM | {one for first, _ in _PAIRS for one in (first, f"{first}e")}
_LEADS: Final = _OF | {"a", "les", "nos", "environ", "plus"}
_DEPUTY: Final = frozenset({"adjoint", "adjointe"})
_TRAINING: Final = frozenset({"formation", "stage", "apprentissage", "alternance"})
_SESSIONS: Final = frozenset({"atelier", "seance", "rencontre", "session", "sortie", "sejour"})
_REACHING_BEFORE: Final = roles_words.words(
    "pour aupres accueille accueillent accueillir accueil touche touchent toucher accompagne"
    " accompagnent accompagner accompagnement reunit rassemble rassemblent concerne beneficie"
    " profit destination direction propose recoit recoivent encadre encadrent encadrement suivi"
    " frequentation garde prise"
)


class Noun(NamedTuple):
    """Persons named from token `at` to `end`; `head` is the noun's singular, `sure` of its role."""

    role: Role
    at: int
    end: int
    head: str
    sure: bool = True


def noun_at(tokens: Tokens, at: int, *, counted: bool) -> Noun | None:
    """Return the persons (or things) the words at that place name, if they name any.

    `counted` when a number stands before: then an unknown adjective may come between.
    """
    if tokens[at].word in ("de", "d") and (counted or tokens[at + 1].word not in _ARTICLES):
        at += 1
    at = _behind_adjectives(tokens, at)
    token = tokens[at]
    role = _paired(tokens, at) or token.role
    if counted:
        role = role or roles_words.SHORT.get(token.word)
        if role is None and token.is_word and token.plural and token.word not in _OF:
            following = tokens[at + 1]
            if following.plural and _is_somebody(following):
                return _qualified(tokens, at + 1, Role.RESIDENT)._replace(sure=False)
            if following.role in STRICT and following.plural:
                at, token, role = at + 1, following, following.role
        elif role is None and token.is_word and _is_compound(token, tokens[at + 1]):
            at, token, role = at + 1, tokens[at + 1], Role.PROFESSIONAL
    if role is None and token.is_word and is_trade(token.word):
        return _qualified(tokens, at, Role.PROFESSIONAL)._replace(sure=False)
    if role is None or token.word in _OF:
        return None
    if role in (Role.THING, Role.GROUP):
        return Noun(role, at, at + 1, token.stem)
    return _qualified(tokens, at, role)


def _is_somebody(told: Token) -> bool:
    """Whether that word, behind an unknown noun, says that it names persons: "gramounes conteurs".

    "Bénévoles" says more, and "animatrices" is the noun itself.
    """
    return told.stem in roles_words.PASTIMES or told.stem in roles_words.DOING


def _is_compound(word: Token, trade: Token) -> bool:
    """Whether an unknown word and a trade are one: "1 art thérapeute"."""
    if word.plural or trade.plural or word.word in _OF | _LINKS | _ARTICLES:
        return False
    if trade.stem in roles_words.QUALIFIERS[Role.PROFESSIONAL]:
        return False
    return trade.role is Role.PROFESSIONAL and len(trade.word) > _LEAST_TRADE


def behind_short(tokens: Tokens, at: int) -> int:
    """Return the token behind the word at that place, and behind its dot when it is cut short."""
    dot = tokens[at + 1]
    short = dot.word == "." and dot.start == tokens[at].end and tokens[at].word in roles_words.SHORT
    return at + 1 + short


def _behind_adjectives(tokens: Tokens, at: int) -> int:
    for _ in range(2):
        token, following = tokens[at], tokens[at + 1]
        if token.word not in roles_words.ADJECTIVES or not following.is_word:
            break
        if token.role is not None and (following.role is None or following.word in _OF):
            break
        at += 1
    return at


def _paired(tokens: Tokens, at: int) -> Role | None:
    """Return the role of a noun that is of two words, or that its complement decides."""
    token, following = tokens[at], tokens[at + 1]
    if token.stem not in _PAIRED:
        return None
    for first in (token.stem, token.stem.removesuffix("e")):
        if role := _PAIRS.get((first, following.stem)):
            return role
    if token.stem in _DEPUTY and following.word in ("d", "de"):
        return Role.PROFESSIONAL
    if token.stem in _FROM and _comes_from(tokens, at + 1, roles_words.TOGETHER):
        return Role.VOLUNTEER
    if token.stem == "membre" and _comes_from(tokens, at + 1, frozenset({"equipe", "personnel"})):
        return Role.PROFESSIONAL
    return None


def _qualified(tokens: Tokens, at: int, role: Role) -> Noun:
    """Return the noun with what its adjectives and complement make of it."""
    head = tokens[at].stem
    end = behind_short(tokens, at)
    if tokens[end].word in _ENDS:
        return Noun(role, at, end, head)
    said = None
    for place in range(end, end + _MOST_QUALIFIERS):
        word = tokens[place]
        if not word.is_word or word.word in _OF or word.word in ("et", "ou", "dont", "par"):
            break
        said = said or _qualifier(role, tokens, place)
        if said or word.role in STRICT or word.role in VAGUE:
            end = place + 1
    if said is None and role is not Role.VOLUNTEER and _volunteers_behind(tokens, at, end):
        said = Role.VOLUNTEER
    if said:
        return Noun(said, at, end, head)
    if role is Role.BENEFICIARY and tokens[end].stem in _LEADING:
        role = Role.RESIDENT
    if role in VAGUE:
        return _by_complement(tokens, Noun(role, at, end, head))
    return Noun(role, at, end, head)


def _volunteers_behind(tokens: Tokens, at: int, end: int) -> bool:
    """Whether the complement ends in "bénévole": "un professeur de français bénévole"."""
    words = [tokens[end - 1], *_clause(tokens, end, _NEAR)]
    if len(words) < 2:
        return False
    for before, word in pairwise(words):
        if word.number:
            return False  # "un animateur et une bénévole"
        if word.stem == "benevole" and word.plural is tokens[at].plural:
            return before.word not in _ARTICLES and before.word not in _OF | _LINKS
    return False


def _qualifier(role: Role, tokens: Tokens, place: int) -> Role | None:
    """Return what the word after a noun of that role makes of it."""
    word, following = tokens[place], tokens[place + 1]
    if word.stem in _DEPUTY:
        return None
    if word.word == "en" and following.word in _TRAINING:
        return Role.OTHER
    if word.stem == "service" and following.stem == "civique":
        return Role.OTHER
    for other in (Role.VOLUNTEER, Role.OTHER):
        if word.stem in roles_words.QUALIFIERS[other] or (role is not other and word.role is other):
            return other
    if role in VAGUE:
        for other in (Role.PROFESSIONAL, Role.BENEFICIARY):
            if word.stem in roles_words.QUALIFIERS[other]:
                return other
    return None


def _by_complement(tokens: Tokens, noun: Noun) -> Noun:
    """Return residents or persons as the rest of the clause has them: carrying, or reached."""
    if noun.role is Role.PERSON and employed(tokens, noun.end):
        return Noun(Role.PROFESSIONAL, noun.at, noun.end, noun.head, sure=False)
    role = reached_or_carrying(tokens, noun.end)
    if role is Role.BENEFICIARY:
        return Noun(role, noun.at, noun.end, noun.head, sure=False)
    return noun


def reached_or_carrying(tokens: Tokens, at: int) -> Role | None:
    """Return what the words up to the end of the clause say; None when nothing."""
    reaching = False
    for before, token in pairwise([tokens[at - 1], *_clause(tokens, at, _FAR)]):
        if token.stem == "inscription" and before.word in ("les", "l", "aux"):
            return Role.OTHER  # at the desk
        if token.word in roles_words.CARRYING or token.stem in roles_words.CARRYING:
            return Role.OTHER
        reaching = (
            reaching or token.word in roles_words.REACHING or token.stem in roles_words.REACHING
        )
    return Role.BENEFICIARY if reaching else None


def employed(tokens: Tokens, at: int) -> bool:
    """Whether they come "du centre social", "de la mairie"."""
    return _comes_from(tokens, at, roles_words.EMPLOYERS)


def _comes_from(tokens: Tokens, at: int, wheres: frozenset[str]) -> bool:
    if tokens[at].word == "pour":
        wheres &= _OWN
    elif tokens[at].word not in _OF:
        return False
    for token in _clause(tokens, at + 1, _NEAR):
        if token.word in wheres or token.stem in wheres:
            return True
        if token.word not in _ARTICLES and token.word not in _OF:
            return False
    return False


def _clause(tokens: Tokens, at: int, most: int) -> list[Token]:
    """Return the words up to the next number or sign, so many at most."""
    found: list[Token] = []
    for place in range(at, at + most):
        token = tokens[place]
        if token.is_number and tokens[place + 1].word == "ans":
            continue  # "12 jeunes de 16 à 25 ans ont participé"
        if token.is_number or token.word in _ENDS:
            break
        found.append(token)
    return found


def reached_before(tokens: Tokens, at: int) -> bool:
    """Whether what stands before says that they are reached: "pour 8 jeunes", "accueil de 12"."""
    if tokens[at - 1].word in ("de", "d") and tokens[at - 2].stem in _SESSIONS:
        return True
    before = at - 1
    if tokens[before].word in _LEADS:
        before -= 1
    if tokens[before].word in ("a", "de"):
        before -= 1
    return tokens[before].word in _REACHING_BEFORE
