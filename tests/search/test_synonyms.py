"""The thesaurus: what a typed word leads to, what the shipped file knows, what is in force."""

import datetime
import unicodedata
from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from essaim.search import analysis, grammar, synonyms, synonyms_file
from essaim.search.models import SynonymEdition
from essaim.search.synonyms import Match, Thesaurus


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Hold no thesaurus of another test's base."""
    synonyms.expire()
    yield
    synonyms.expire()


@pytest.fixture
def now() -> datetime.datetime:
    return timezone.now()


def look_up(thesaurus: Thesaurus, text: str, at: int = 0) -> Match | None:
    """Return what a text as typed leads to, from its word `at` on."""
    words = analysis.cut(text)
    return thesaurus.variants([analysis.stems[word] for word in words], at, words)


def others(text: str, typed: str) -> list[str]:
    """Return the variants of what is typed, by a file with that text."""
    match = look_up(synonyms.parse(text), typed)
    return [one.written for one in match.variants] if match else []


# What a line means.


def test_each_finds_the_others() -> None:
    text = "belote = tarot = jeu de cartes"
    assert others(text, "belote") == ["tarot", "jeu de cartes"]
    assert others(text, "Tarots") == ["belote", "jeu de cartes"]
    assert others(text, "jeux de cartes") == ["belote", "tarot"]
    assert others(text, "cartes") == []


def test_one_way() -> None:
    text = "collège, lycée > scolarité, école"
    assert others(text, "lycée") == ["scolarité", "école"]
    assert others(text, "college") == ["scolarité", "école"]
    assert others(text, "école") == []


def test_both_kinds_of_lines_add_up_and_nothing_is_transitive() -> None:
    text = "ado = adolescent\nado > jeune\njeune = jeunesse\njeune > ado"
    assert others(text, "ados") == ["adolescent", "jeune"]
    assert others(text, "jeunes") == ["jeunesse", "ado"]
    assert others(text, "adolescents") == ["ado"]


def test_the_longest_expression_wins_and_common_words_do_not_count() -> None:
    text = "accompagnement = suivi\naccompagnement à la scolarité = CLAS"
    for typed in ("accompagnement à la scolarité", "ACCOMPAGNEMENT scolarite"):
        match = look_up(synonyms.parse(text), typed)
        assert match is not None
        assert (match.length, match.variants[0].written) == (len(typed.split()), "CLAS")
    assert others(text, "accompagnement musical") == ["suivi"]
    match = look_up(synonyms.parse(text), "un accompagnement à la scolarité gratuit", 1)
    assert match is not None
    assert match.length == 4


def test_places_count_every_written_word() -> None:
    match = look_up(synonyms.parse("CLAS = accompagnement à la scolarité"), "clas")
    assert match is not None
    assert match.variants[0].words == ((0, "accompagn"), (3, "scolarit"))
    match = look_up(synonyms.parse("scolaire = l’école d’en face"), "scolaire")
    assert match is not None
    assert match.variants[0].words[0][0] == 0


def test_without_what_is_typed_common_words_may_be_left_out() -> None:
    thesaurus = synonyms.parse("centre communal d’action sociale = CCAS")
    stems = [analysis.stems[word] for word in ("centre", "communal", "action", "sociale")]
    match = thesaurus.variants(stems, 0)
    assert match is not None
    assert match.length == 4
    assert thesaurus.variants(stems, 1) is None
    assert thesaurus.variants(stems, 4) is None
    assert thesaurus.variants([], 0) is None
    assert thesaurus.variants(["", "centr"], 0) is None


def test_a_plural_with_a_stem_of_its_own() -> None:
    text = "conflit = querelle"
    assert others(text, "conflits") == ["querelle"]
    match = look_up(synonyms.parse(text), "querelle")
    assert match is not None
    stems = {one.words[0][1] for one in match.variants}
    assert stems == {analysis.stems["conflit"], analysis.stems["conflits"]}


def test_what_has_all_the_words_is_found_already() -> None:
    assert others("jardin = jardin partagé = rucher", "jardin") == ["rucher"]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("FLE", "français langue étrangère"),
        ("pmi", "protection maternelle et infantile"),
        ("CARSAT", "caisse d’assurance retraite et de la santé au travail"),
        ("Fonjep", "fonds de coopération de la jeunesse et de l’éducation populaire"),
        ("LAEP", "lieu d’accueil enfants-parents"),
    ],
)
def test_an_acronym_and_its_full_name_count_nearly_as_much(short: str, full: str) -> None:
    thesaurus = synonyms.parse(f"{short} = {full} = belote")
    weights: dict[str, float] = {}
    for typed in (short, full):
        match = look_up(thesaurus, typed)
        assert match is not None
        weights |= {one.written: one.weight for one in match.variants}
        assert [one.written for one in match.variants if one.is_full] == [full][: typed == short]
    assert weights == {short: 0.9, full: 0.9, "belote": 0.5}


@pytest.mark.parametrize(
    "typed",
    [
        *("contrat local d’accompagnement a la scolarite", "CONTRATS LOCAUX, ACCOMPAGNEMENT"),
        *("contrat local accompagnement scolarité", "contrat local de l’accompagnement"),
    ],
)
def test_all_names_of_a_thing_lead_to_what_one_of_them_leads_to(typed: str) -> None:
    text = (
        "CLAS = contrat local d’accompagnement à la scolarité = contrat local d’accompagnement"
        " = accompagnement à la scolarité\nCLAS > devoirs"
    )
    leads = {"CLAS": 0.9, "accompagnement à la scolarité": 0.5, "devoirs": 0.3}
    match = look_up(synonyms.parse(text), typed)
    assert match is not None
    assert leads.items() <= {one.written: one.weight for one in match.variants}.items()
    for short in ("CLAS", "clas", "C.L.A.S."):
        match = look_up(synonyms.parse(text), analysis.composed(short))
        assert match is not None
        assert {one.written: one.weight for one in match.variants} == {
            "contrat local d’accompagnement à la scolarité": 0.9,
            "contrat local d’accompagnement": 0.9,
            "accompagnement à la scolarité": 0.5,
            "devoirs": 0.3,
        }


def test_what_a_full_name_ends_with_is_another_thing() -> None:
    """A centre for asylum seekers is not asylum seekers: what leads to one stays there."""
    text = "CADA = centre d’accueil de demandeurs d’asile = demandeur d’asile\nCADA > logement"
    assert (
        others(text, "demandeur d’asile") == ["CADA", "centre d’accueil de demandeurs d’asile"][:1]
    )
    assert "logement" in others(text, "centre d’accueil de demandeurs d’asile")


def test_an_acronym_nobody_wrote_is_guessed_by_its_initials() -> None:
    text = "visite à domicile = porte-à-porte\nSEL! = système d’échange local\nami = copain"
    for typed in ("VAD", "vad"):
        match = look_up(synonyms.parse(text), typed)
        assert match is not None
        assert match.is_guessed
        assert [one.written for one in match.variants if one.is_full] == ["visite à domicile"]
        assert others(text, typed) == ["visite à domicile", "porte-à-porte"]
    assert (
        others("violences faites aux femmes = sexisme", "VFF")[0] == "violences faites aux femmes"
    )
    # Nor two letters, nor a word that a line has; nor without what was typed.
    assert (others(text, "VD"), others(text, "sel"), others(text, "AMI")) == ([], [], ["copain"])
    assert synonyms.parse(text).variants(["vad"], 0) is None


def test_a_word_is_told_from_the_same_with_common_words() -> None:
    text = "petite enfance = tout-petit!\npetit = menu"
    for typed in ("tout-petits", "Tout-petit", "les tout-petits"):
        terms = grammar.read(typed).wanted
        match = synonyms.parse(text).variants([terms[0].stems[0]], 0, [terms[0].typed])
        assert match is not None
        assert (match.is_exact, [one.written for one in match.variants]) == (
            True,
            ["petite enfance"],
        )
    assert others(text, "petits") == ["menu"]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("FLE", "alphabétisation"),
        ("ado", "jeune adolescent"),
        ("info", "informatique pour tous et numérique"),
        ("ELF", "français langue étrangère"),
        ("partenarial", "partenariat local"),
    ],
)
def test_other_words_are_no_acronyms(short: str, full: str) -> None:
    match = look_up(synonyms.parse(f"{short} = {full}"), short)
    assert match is not None
    assert match.variants[0].weight == 0.5


def test_what_has_the_word_itself_is_no_full_name() -> None:
    match = look_up(synonyms.parse("bilan = bilan annuel"), "bilan annuel")
    assert match is not None
    assert [(one.written, one.weight) for one in match.variants] == [("bilan", 0.5)]


def test_a_marked_word_must_be_typed_so_and_is_not_looked_for() -> None:
    text = "PRE! = réussite éducative\nfac! = université\nmarche! = randonnée\npré = champ"
    assert others(text, "PRE") == ["réussite éducative"]
    for typed in ("pre", "pré", "Pré"):
        assert others(text, typed) == ["champ"]
    assert others(text, "réussite éducative") == []
    for typed in ("FAC", "Fac", "fac", "facs"):
        assert others(text, typed) == ["université"], typed
    for typed in ("face", "faces"):
        assert others(text, typed) == [], typed
    assert others(text, "marches") == ["randonnée"]
    assert others(text, "marché") == []
    # Without what was typed, a marked word is not recognised.
    assert synonyms.parse(text).variants([analysis.stems["fac"]], 0) is None


def test_accents_may_be_typed_in_two_ways() -> None:
    decomposed = unicodedata.normalize("NFD", "aîné! = retraité")
    assert others(decomposed, "aînés") == ["retraité"]
    assert others("aîné! = retraité", unicodedata.normalize("NFD", "aînés")) == ["retraité"]
    assert others("aîné! = retraité", "Ain") == []


def test_what_is_covered() -> None:
    thesaurus = synonyms.parse("potager = jardin\nPRE! = réussite éducative")
    covered = ("jardins", "potagers", "réussite", "éducatif", "pre")
    assert all(thesaurus.covers(analysis.stems[word]) for word in covered)
    assert not thesaurus.covers(analysis.stems["belote"])
    assert not thesaurus.covers("")


# The file shipped with Essaim.


def test_the_shipped_file_is_sound_and_generous() -> None:
    thesaurus = synonyms.parse(synonyms.shipped())
    assert len(thesaurus) > 400
    contents = synonyms_file.read(synonyms.shipped())
    assert all(group.section for group in contents.groups)
    assert len(set(contents.sections)) == len(contents.sections) > 20
    assert synonyms.shipped() == synonyms_file.tidy(synonyms.shipped())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("FLE", "français langue étrangère"),
        ("ASL", "alphabétisation"),
        ("clas", "accompagnement à la scolarité"),
        ("laep", "lieu d’accueil enfants-parents"),
        ("reaap", "réseau d’écoute d’appui et d’accompagnement des parents"),
        ("PRE", "programme de réussite éducative"),
        ("QPV", "politique de la ville"),
        ("zsp", "zone de sécurité prioritaire"),
        ("cesf", "conseillère en économie sociale et familiale"),
        ("CCAS", "centre communal d’action sociale"),
        ("PMI", "protection maternelle et infantile"),
        ("MJC", "maison des jeunes et de la culture"),
        ("EVS", "espace de vie sociale"),
        ("DRE", "programme de réussite éducative"),
        ("ados", "jeune"),
        ("jeunes", "ado"),
        ("papa", "parent"),
        ("mamans", "parentalité"),
        ("mamie", "senior"),
        ("mamie", "ancien"),
        ("anciens", "senior"),
        ("séniors", "ancien"),
        ("potager", "jardin"),
        ("jardins", "potager"),
        ("ordinateurs", "numérique"),
        ("ordi", "informatique"),
        ("numérique", "informatique"),
        ("alphabétisation", "français langue étrangère"),
        ("alphabétisation", "apprentissage du français"),
        ("français", "alphabétisation"),
        ("Caf", "caisse d’allocations familiales"),
        ("allocations familiales", "Caf"),
        ("récup", "réemploi"),
        ("friperie", "vestiaire"),
        ("boulot", "emploi"),
        ("bouffe", "repas"),
    ],
)
def test_what_the_shipped_file_knows(typed: str, found: str) -> None:
    assert found in others(synonyms.shipped(), typed)


@pytest.mark.parametrize(
    "typed", ["pré", "café", "sel", "pâtes", "marché", "face", "aide", "concert du soir", "Ain"]
)
def test_what_it_must_not_confuse(typed: str) -> None:
    wrong = {
        *("réussite éducative", "caisse d’allocations familiales", "système d’échange local"),
        *("projet alimentaire territorial", "randonnée pédestre", "université"),
        *("proche aidant", "participation des habitants", "senior"),
    }
    assert wrong.isdisjoint(others(synonyms.shipped(), typed))


def test_the_limits_in_the_shipped_head_are_the_real_ones() -> None:
    head = synonyms.shipped().split("\n## ")[0]
    limits = (synonyms_file.MOST_LINES, synonyms_file.MOST_TERMS, synonyms_file.LONGEST_TERM)
    assert [f"{limit:,}".replace(",", " ") in head for limit in limits] == [True] * 3


# What is in force.


@pytest.mark.django_db
def test_the_newest_edition_is_in_force(now: datetime.datetime) -> None:
    assert synonyms.current().edition == 0
    assert len(synonyms.current()) > 400
    for number, text in ((2, "belote = tarot"), (1, "rami = poker")):
        SynonymEdition.objects.create(number=number, text=text, author="x", at=now)
    assert synonyms.current().edition == 0, "kept in the process"
    synonyms.expire()
    assert synonyms.current().edition == 2
    assert look_up(synonyms.current(), "belote") is not None
    assert look_up(synonyms.current(), "rami") is None


@pytest.mark.django_db
def test_no_query_once_it_is_held(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    synonyms.expire()
    with django_assert_num_queries(1):
        synonyms.current()
    with django_assert_num_queries(0):
        synonyms.current().variants(["ado"], 0)


@pytest.mark.django_db
def test_a_text_that_has_not_changed_is_not_read_again(now: datetime.datetime) -> None:
    held = synonyms.current()
    synonyms.expire()
    assert synonyms.current() is held
    for number, text in ((1, "belote = tarot"), (2, "belote = rami"), (3, "belote = rami")):
        SynonymEdition.objects.create(number=number, text=text, author="x", at=now)
        synonyms.expire()
        assert (synonyms.current().edition, synonyms.current().groups[0].text) == (number, text)


@pytest.mark.django_db
def test_a_line_this_version_cannot_take_does_not_stop_the_search(
    now: datetime.datetime, caplog: pytest.LogCaptureFixture
) -> None:
    text = "belote = tarot\nmaison pour tous = MPT\n"
    SynonymEdition.objects.create(number=1, text=text, author="x", at=now)
    synonyms.expire()
    assert len(synonyms.current()) == 1
    assert "Ligne 2" in caplog.text


@pytest.mark.django_db
def test_what_was_being_read_while_it_changed_is_not_kept(
    now: datetime.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    synonyms.expire()
    read = synonyms._load

    def slow() -> Thesaurus:
        older = read()
        SynonymEdition.objects.create(number=1, text="belote = tarot", author="x", at=now)
        synonyms.expire()
        return older

    monkeypatch.setattr(synonyms._kept, "_load", slow)
    assert synonyms.current().edition == 0
    monkeypatch.undo()
    assert synonyms.current().edition == 1
