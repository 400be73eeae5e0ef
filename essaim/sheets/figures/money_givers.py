"""Who gives an amount: somebody known named beside it, or the words that say so."""

import re
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import Funder, funder_at, funders_in, written
from essaim.sheets.figures.money_marks import Amount, Marked
from essaim.sheets.figures.money_places import Around

_LABEL: Final = re.compile(r"[^\W\d_][\w' ’/&.-]{1,50}")
_NO_LABEL: Final = re.compile(
    r"^(?:[-•*:=(.\s]|[0-9]+ |\b(?:une?|la|le|les|des?|du|et|puis|plus|avec|pour|par|soit"
    r"|environ|sur"
    r"|en|subventions?|financements?|dont|aussi|nous|avons|a|au|aides?)\b|\b[ld]['’])+"
    r"|[\s:=(),.-]+$|\s(?:de|du|d'|pour|a|:)$|\b[0-9]+ ",
    re.IGNORECASE,
)
_BY_SOMEBODY: Final = re.compile(r" par (?:la |le |les |l')(?!biais|intermediaire|suite)")
_PARTLY: Final = re.compile(r"%|\b(?:moitie|tiers|quart|partie|reste)\b")
_ACCOUNT_BEFORE: Final = re.compile(r"(?:^|[\n;,|]) ?[-•*]? ?[67][0-9]{1,5} ?[-–.:)]? ?$")
_ACCOUNT_FIRST: Final = re.compile(r"^[ \n]*[-•*]? ?[67][0-9]{1,5}\b ?[-–.:)]? ?")
_WORDS_OF_A_LABEL: Final = 5
_FAR: Final = 200
_BRACKETS_REACH: Final = 120
_GIVES: Final = re.compile(
    words.INCOME.pattern
    + r"|\b(?:(?:pa[iy]e|finance|co-?finance|donne|verse|prend|soutient|aide|apporte|attribue|met"
    r"|participe|contribue|octroye|alloue|accorde|complete|subventionne|abonde)(?:nt|r|es?|ra)?"
    r"|aussi|egalement)\b"
)
_GIVE: Final = (
    r"(?:donne|verse|apporte|mis(?! a disp)|met|offert|offre|attribue|alloue|accorde|octroye"
    r"|complete|rembourse|rapporte|recolte|gagne|reuni|collecte)"
)
_SUBJECT: Final = re.compile(
    rf"(?P<who>[a-z][a-z'’ -]{{2,40}}?) (?:nous |leur |en )?(?:(?:a|ont|avait) )?"
    rf"(?:aussi |egalement |bien |deja )?{_GIVE}(?:nt|s|e|es|tent)?\b[^0-9,;:(]{{0,30}}$"
)
_GIVING: Final = re.compile(
    rf"\b(?:a|ont|avait) (?:aussi |egalement |bien |deja )?{_GIVE}[es]*\b"
    r"|(?<!\bon )(?<!\bnous )\b(?:donne|verse|apporte|offre|met|attribue|alloue|accorde)"
    r"(?:nt|tent)?\b"
)
_NOBODY: Final = re.compile(r"(?:qui|nous|on|ils?|elles?|ce|cela|ca|je|j'ai)(?: .*)?|.* qui")
_AND_ALSO: Final = re.compile(r" ?(?:et|/|,|\+|&) ?(?:(?:par|de) )?(?:la |le |les |l'|du )?")
_NO_MORE: Final = re.compile(r" ?(?:$|[).;\n])")
_RECEIVES: Final = re.compile(
    r" (?:sociale? |locale? )?(?:dispose|beneficie|recoit"
    r"|(?:a|ont) (?:recu|obtenu|eu|percu|touche))\b"
)
_LETTERS: Final = re.compile(r"[a-z]{3}")
# Those who may give, and whom an action may be for.
_WEAK: Final = re.compile(
    r"(?:familles?|usagers|parents|habitants|adherents|participants|jeunes|associations?|assos?"
    r"|(?:(?:le|notre|du) )?centre.*|dons?|ventes?|colleges?|lycees?|entreprises?|europe|pre|fil)"
)
_WEAK_BEFORE: Final = re.compile(
    r"(?:^[^a-z0-9]*(?:et )?(?:les? |la |l'|des )?|\b(?:par|des|du|de l') ?(?:les? |l')?)$"
)
# What begins a sentence, and no name: "on a vendu", "elle est maintenant de".
_TELLS: Final = re.compile(
    r"[^a-z0-9]*(?:et |mais |puis |donc )?(?:on|nous avons|elles?|ils?|qui|cela"
    r"|ca(?! d[ue]\b)|est|sont|j'ai|contre|couvre(?:nt)?|notre projet|le projet|l'action"
    r"|chacune?)\b"
)
_PIECE_OF_A_SENTENCE: Final = re.compile(
    r"\b(?:nous|vous|on|ils?|elles?|qui|que|a|ont|avons|est|sont|était|chacune?|chaque|contre"
    r"|cette|cet|ces|maintenant|désormais|devrait|devrions|pourrait|pourrions|l'essentiel)\b"
)
# "Une yourte, 5 200 €": what is bought.
_A_THING: Final = re.compile(r"[^a-z0-9]*(?:et )?une? [a-z]{3}")
_PAID_TO: Final = re.compile(
    r"\b(?:adhesions?|cotisations?|affiliations?|abonnements?)(?: annuelles?)?"
    r" (?:a la|au|aux|a l') ?$"
)
_SAYS_NOTHING: Final = re.compile(
    r"(?:subventions?|bourses?|aides?|financements?|dotations?|recettes?|produits?|apports?|fonds"
    r"|participations?|contributions?|financ[eé]e?s?|vers[eé]e?s?|pris|prise|re[cç]ue?s?"
    r"|(?:obtenu|accord[eé]|allou[eé]|octroy[eé]|attribu[eé]|demand[eé]|sollicit[eé])[es]*|env(?:iron)?|approx|soit|mini?|maxi?|minimum|maximum|ici|cf|voir|ex"
    r"|budget|montant|autres?|divers)?(?: \w+)?"
)


def giver_of(marked: Marked, amount: Amount, around: Around) -> Funder | None:
    """Return who gives an amount, where somebody known is named."""
    plain, source = marked.plain, marked.source
    left = strong_funders(marked, around.left, amount.start)
    left_found = _outside_brackets(plain, left, around.left, amount.start) or left
    listed = [one for one in left_found if one.listed] or left_found
    if listed and listed[-1].listed:
        return listed[-1]
    before = _before_brackets(marked, amount, around)
    if before:
        return before
    if listed:
        return listed[-1]
    cut = words.FOR_WHAT.search(plain, amount.end, around.right)
    stop = cut.start() if cut else around.right
    right = strong_funders(marked, amount.end, stop)
    if not right and cut and cut[0] == "pour":
        right = [
            one
            for one in funders_in(plain, source, cut.end(), around.right)
            if one.listed and re.fullmatch(r" (?:la |le |l'|les )?", plain[cut.end() : one.start])
        ]
    if right and _is_shared(marked, right[0]):
        return None  # "7 000 € (Caf et ville)": nobody says who gives what
    if right and not _PARTLY.search(plain, amount.end, right[0].start):
        return next((one for one in right if one.listed), right[0])
    return _further_off(marked, amount, around)


def _is_shared(marked: Marked, one: Funder) -> bool:
    """Whether another funder is named with this one, and no amount behind it."""
    link = _AND_ALSO.match(marked.plain, one.end)
    other = funder_at(marked.plain, marked.source, link.end()) if link else None
    if other is None or other.label == one.label or not (one.listed and other.listed):
        return False
    return _NO_MORE.match(marked.plain, other.end) is not None


def _before_brackets(marked: Marked, amount: Amount, around: Around) -> Funder | None:
    """Return who is named before the brackets an amount stands in, if but one is.

    "La commune paie l'animatrice (un mi-temps, env. 16 000 €)".
    """
    begin, _ = marked.sentence(amount.start, amount.end)
    start = max(begin, amount.start - _BRACKETS_REACH)
    opened = marked.plain.rfind("(", start, amount.start)
    if opened < 0 or ")" in marked.plain[opened : amount.start]:
        return None
    before = marked.plain[start:opened]
    last = marked.last_before(opened)
    if last is not None and last >= start:
        start, before = last, marked.plain[last:opened]
    if not _GIVES.search(before):
        return None
    found = [one for one in strong_funders(marked, start, opened) if one.listed]
    return found[0] if len({one.label for one in found}) == 1 else None


def _further_off(marked: Marked, amount: Amount, around: Around) -> Funder | None:
    """Return who gives an amount, where that is said earlier or later in the sentence."""
    begin, finish = marked.sentence(amount.start, amount.end)
    start = max(begin, around.wide_left)
    before = marked.plain[start : amount.start]
    if words.INCOME.search(before) or words.GRANTED.search(before) or not before.strip(" -:,("):
        found = strong_funders(marked, start, amount.start)
        listed = [one for one in found if one.listed] or found
        if listed:
            # Several of them: nobody says who gives what.
            return listed[-1] if len({one.label for one in listed}) == 1 else None
    if not before.strip(" -:") and begin > 0 and around.wide_left < begin:
        # A label alone on its line, the amount on the next.
        found = strong_funders(marked, around.wide_left, begin)
        if found:
            return found[-1]
    behind = marked.plain[amount.end : min(finish, around.wide_right)]
    after = re.match(r"[ .,/:–-]{1,4}", behind)
    near = funder_at(marked.plain, marked.source, amount.end + after.end()) if after else None
    if near and near.end <= amount.end + len(behind):
        return near
    given = words.GIVEN_BY.search(behind)
    if given and not words.OUTSIDE.search(behind, 0, given.start()) and not _PARTLY.search(behind):
        found = funders_in(
            marked.plain, marked.source, amount.end + given.start(), amount.end + len(behind)
        )
        return found[0] if found else None
    return None


def strong_funders(marked: Marked, start: int, end: int) -> list[Funder]:
    """Return the funders named between two places, but for those an action may be for."""
    found = []
    for one in funders_in(marked.plain, marked.source, start, end):
        before = marked.plain[start : one.start]
        name = marked.plain[one.start : one.end]
        if _WEAK.fullmatch(name) and not _WEAK_BEFORE.search(before):
            continue
        if _RECEIVES.match(marked.plain, one.end) or _PAID_TO.search(before):
            continue
        if before.rstrip(" ")[-1:].isdigit() and not _ACCOUNT_BEFORE.search(before):
            continue
        found.append(one)
    return found


def _outside_brackets(plain: str, found: list[Funder], start: int, end: int) -> list[Funder]:
    """Return the funders that stand in no brackets: "Etat (DDCS)"."""
    return [
        one
        for one in found
        if plain.count("(", start, one.start) == plain.count(")", start, one.start)
    ]


def label_of(
    marked: Marked, amount: Amount, around: Around, *, head: str, some_listed: bool
) -> str | None:
    """Return the words that say who gives, where nobody known is named but money is given."""
    who = _who_gives(marked, amount, around)
    if who:
        return who
    begin, _ = marked.sentence(amount.start, amount.end)
    giving = bool(_GIVING.search(marked.plain, max(begin, amount.start - _FAR), amount.start))
    if around.left < amount.start:
        plain = marked.plain[around.left : amount.start]
        given = some_listed or head == "in" or (giving and bool(_LETTERS.search(plain)))
        start = around.left + _account_end(plain)
        counts = marked.counts_between(start, amount.start)
        given = (given or _tells_of_giving(plain)) and all(one.is_article for one in counts)
        said = _label_in(marked, start, amount.start) if given else ""
        if said:
            return _unless_empty(said, head=head)
    plain = marked.plain[amount.end : around.right]
    given = head == "in" or _tells_of_giving(plain)
    if _BY_SOMEBODY.match(plain):
        given = not words.EXPENSE.search(plain)
    said = _label_in(marked, amount.end, around.right) if given else ""
    return _unless_empty(said, head=head) if said else None


def _tells_of_giving(plain: str) -> bool:
    return bool(words.INCOME.search(plain) or words.SALES.search(plain))


def _account_end(plain: str) -> int:
    """Return where the number of an account ends that a label begins with: "74 Caf"."""
    account = _ACCOUNT_FIRST.match(plain)
    return account.end() if account else 0


def _label_in(marked: Marked, start: int, end: int) -> str:
    """Return the words between two places that may name who gives, few enough, or none."""
    plain = marked.plain[start:end]
    if words.MEDIUM_TOTAL.search(plain) or words.STRONG_TOTAL.search(plain):
        return ""
    begin = start
    start += plain.rfind(":", 0, len(plain.rstrip(" :="))) + 1
    if _TELLS.match(plain[start - begin :]):
        return ""
    if _A_THING.match(plain[start - begin :]) and not _tells_of_giving(plain):
        return ""
    label = _LABEL.search(_trimmed(marked.source[start:end]))
    if not label or len(label[0].split()) > _WORDS_OF_A_LABEL:
        return ""
    said = written(label[0], 0, len(label[0])).strip(" .-'’")
    return "" if _PIECE_OF_A_SENTENCE.search(said.lower()) else said


def _unless_empty(said: str, *, head: str) -> str | None:
    """Return a label, unless it names nobody."""
    if head == "in" and said.lower().startswith("participation"):
        return said
    return None if _SAYS_NOTHING.fullmatch(said.lower()) else said


def _who_gives(marked: Marked, amount: Amount, around: Around) -> str | None:
    """Return who is said to give: "l'inspection nous a donné 800 €", "les jeunes ont récolté"."""
    said = _SUBJECT.search(marked.plain, around.left, amount.start)
    if said is None:
        return None
    who = _trimmed(marked.source[said.start("who") : said.end("who")])
    who = written(who, 0, len(who)).strip(" .-'’")
    return who if who and not _NOBODY.fullmatch(who.lower()) else None


def _trimmed(text: str) -> str:
    """Return the words of a label without what leads to them."""
    return _NO_LABEL.sub("", _NO_LABEL.sub("", " ".join(text.split())))
