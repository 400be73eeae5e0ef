"""The words for people: who carries an action, whom it reaches, what is counted and is nobody.

Tables only. Words are plain: no accent, no capital; in the masculine singular where French has one.
"""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a word says of the persons it counts; the first four are the kinds of a reading."""

    PROFESSIONAL = "professionnels"
    VOLUNTEER = "benevoles"
    OTHER = "autres"  # elected, trainees, civic service: they carry the action, unpaid by it
    BENEFICIARY = "beneficiaires"
    RESIDENT = "habitants"  # carry the action unless the text says that it reaches them
    PERSON = "personnes"  # anybody: what stands around tells
    GROUP = "groupes"  # so many of them, "de" so many persons
    THING = "choses"  # counted, and nobody

    __hash__ = str.__hash__  # the one of Enum is slow, and roles are looked up all the time


def words(text: str) -> frozenset[str]:
    """Return the words of a table line."""
    return frozenset(text.split())


BY_ROLE: Final[dict[Role, frozenset[str]]] = {
    Role.PROFESSIONAL: words(
        "salarie professionnel pro animateur anim referent directeur dir agent educateur educ"
        " travailleur cesf esf ass asf conseiller intervenant vacataire mediateur ludothecaire"
        " enseignant"
        " prof professeur instituteur institutrice maitre maitresse assistant as psychologue psy"
        " permanent employe collaborateur responsable coordinateur coordonnateur coordo"
        " coordonateur chef charge technicien secretaire comptable gestionnaire formateur"
        " facilitateur traducteur interprete infirmier medecin puericulteur pediatre"
        " auxiliaire eje tisf atsem sage-femme orthophoniste dieteticien nutritionniste"
        " sophrologue therapeute kine osteopathe bibliothecaire documentaliste artiste comedien"
        " musicien plasticien conteur photographe choregraphe danseur videaste graffeur"
        " metteur clown sculpteur peintre cuisinier jardinier chauffeur gardien avocat juriste"
        " ecrivain moniteur encadrant surveillant accompagnateur saisonnier cadre"
        " contractuel titulaire fonctionnaire adulte-relais cae cui cdi cdd poste emploi contrat"
        " mi-temps temps-plein temps-partiel policier educatrice ouvrier developpeur hote"
        " psychomotricien psychopedagogue estheticien coiffeur informaticien"
        " webmaster couturier menuisier paysagiste architecte ergotherapeute prestataire"
        " entraineur coach vigile regisseur manager programmateur"
        " dumiste collegue informateur personnel bibliotecaire accueillant rf"
    ),
    Role.VOLUNTEER: words(
        "benevole administrateur president vice-president tresorier benev bene dirigeant"
    ),
    Role.OTHER: words(
        "elu stagiaire stagiere stagier apprenti apprentie alternant maire adjoint sc depute"
        " senateur volontaire"
    ),
    Role.BENEFICIARY: words(
        "beneficiaire participant inscrit adherent visiteur spectateur enfant famille foyer"
        " menage eleve bebe usager apprenant convive public beneficiant ecolier utilisateur"
        " joueur gamin petit-enfant nourrisson client allocataire demandeur consommateur"
        " vacancier passager voyageur promeneur patient arrivant primo-arrivant exposant candidat"
        " pratiquant licencie abonne invite touriste estivant sdf refugie migrant detenu malade"
        " chercheur acheteur tout-petit bambin baigneur telespectateur"
    ),
    Role.RESIDENT: words(
        "habitant parent mere maman papa pere grand-parent grand-mere grand-pere jeune ado"
        " adolescent femme homme dame monsieur adulte senior aine voisin locataire resident"
        " retraite citoyen etudiant lyceen collegien fille garcon ancien riverain"
        " sympathisant villageois mamie papi papy"
        " gramoune dalon tonton tata tatie tantine copain copine ami gars cousin frere soeur aidant"
        " proche conjoint epoux camarade trentenaire quadragenaire quinquagenaire sexagenaire"
        " septuagenaire octogenaire"
        " bricoleur tricoteur lecteur reparateur brocanteur cueilleur acteur randonneur"
        " chanteur choriste figurant marcheur couturiere brodeur"
        " coureur cycliste cavalier lyceenne passionne"
    ),
    Role.PERSON: words("personne pers gens membre individu equipier representant prs"),
    Role.GROUP: words("groupe equipe classe brigade collectif commission troupe compagnie"),
    Role.THING: words(
        "an annee mois semaine jour journee heure h hr min minute seance atelier fois matinee"
        " soiree soir matin apres-midi aprem week-end weekend trimestre saison euro eur e ke"
        " demi-journee creneau rencontre reunion permanence sortie sejour session edition"
        " partenaire association asso structure ecole institution commune quartier ville"
        " entreprise organisme centre college lycee service club site local salle minibus bus"
        " table repas jeu livre metre km kg action projet evenement fete cafe debat film"
        " spectacle concert exposition stand tonne part rdv rendez-vous visite lieu point"
        " pourcent age ans etp parcelle jardin parking temps vehicule materiel kit exemplaire"
        " affiche flyer tract panier repas vacances semestre date mail tel telephone etape axe"
        " objectif theme phase cycle module place voiture machine ordinateur"
        " velo ruche arbre logement immeuble residence tour escalier bailleur village"
        " intervention animation numero page fiche euros"
        " federation amicale commerce comite conseil fondation bibliotheque mediatheque"
        " ludotheque theatre musee magasin boutique ferme hopital creche ehpad instance"
        " dispositif pole antenne"
    ),
}
# Trades that are no centre's own; others are told by their ending: see `is_trade`.
TRADES: Final = words(
    "veilleur serveur traiteur plombier pompier boulanger ambulancier maraicher vendeur livreur"
    " soudeur eleveur ingenieur huissier entrepreneur macon epicier pharmacien pecheur agriculteur"
    " apiculteur horticulteur viticulteur realisateur compositeur dessinateur decorateur conducteur"
    " docteur editeur illustrateur recruteur ecoutant observateur evaluateur correspondant"
    " permanencier luthier potier vannier relieur tapissier ebeniste charpentier couvreur carreleur"
    " ferronnier tailleur dj cameraman monteur acrobate"
    " circassien magicien marionnettiste slameur rappeur beatboxer maitre-nageur"
    " secouriste commercant artisan banquier assureur"
    " dentiste veterinaire archiviste"
)
TRADE_ENDS: Final = ("iste", "logue", "icien", "trice", "icienne")
NO_TRADES: Final = words(
    "catalogue dialogue prologue epilogue analogue decalogue monologue liste piste triste egoiste"
    " existe resiste consiste assiste insiste persiste subsiste matrice cicatrice motrice"
    " autiste raciste sexiste directrice organisatrice initiatrice creatrice autrice"
    " actrice calculatrice puriste touriste cycliste automobiliste"
)
# The words people slip in; the others are as often another word.
SLIPPERY: Final = words(
    "salarie professionnel animateur educateur directeur coordinateur coordonnateur intervenant"
    " mediateur travailleur conseiller referent enseignant psychologue secretaire ludothecaire"
    " bibliothecaire infirmier vacataire saisonnier assistant benevole administrateur stagiaire"
    " habitant retraite collegien etudiant locataire adolescent beneficiaire participant famille"
    " adherent visiteur spectateur enfant personne"
)
# Real words that are a slip away from one of those.
NO_SLIPS: Final = words(
    "salaire salaires salarial salariat participe participer participent participons participation"
    " habitat habitent habiter habite preferent different benevolat parente enfance familial"
    " familier enseigne conseille conseil conseils personnel personnelle professionnalise parental"
    " formation stage elections reference preference conference directe directement visites visiter"
    " visite adhesion adherer surveillent interviennent intervenir intervenons accompagnent"
    " travaille travailler travaillent travaillez travail educative educatif psychologie"
    " psychologique assistance assiste retrait retraits adolescence referentiel secretariat"
    " medecine precedent pertinent etudient collegial location spectacle benefice"
)
# Behind a number, cut short; their dot, where it stands, ends no sentence.
SHORT: Final[dict[str, Role]] = {
    word: role
    for role, line in {
        Role.PROFESSIONAL: "sal salar pro prof anim animat educ dir resp coord coordo ref interv"
        " psy assist",
        Role.VOLUNTEER: "ben bene benev administ",
        Role.OTHER: "stag appr",
        Role.RESIDENT: "hab habit",
        Role.PERSON: "p pers prs per",
        Role.BENEFICIARY: "enf fam benef partic adher inscr",
    }.items()
    for word in line.split()
}
# "2 P + 6 B", where these are all the words there are.
LETTERS: Final = {
    "p": Role.PROFESSIONAL,
    "s": Role.PROFESSIONAL,
    "b": Role.VOLUNTEER,
}
# So many persons in each.
SIZES: Final = {
    "couple": 2,
    "binome": 2,
    "duo": 2,
    "tandem": 2,
    "trinome": 3,
    "trio": 3,
    "quatuor": 4,
}
# Trades that one has for love as well: behind an unknown noun, they say what it does.
PASTIMES: Final = words(
    "conteur musicien danseur comedien peintre sculpteur photographe jardinier cuisinier clown"
    " plasticien videaste couturier potier apiculteur pecheur chanteur artiste"
)
# Who is told so is somebody, whatever the noun: "2 gramounes motivés".
DOING: Final = words("mobilise implique investi motive engage volontaire relai organisateur")
# Between a number and its noun: "trois autres jeunes bénévoles", "5 petits".
ADJECTIVES: Final = words(
    "autre autres seul seule seuls seules nouveau nouveaux nouvelle nouvelles nouvel ancien"
    " anciens anciennes jeune jeunes petit petits petite petites bon bons bonne bonnes"
    " differents differentes principaux principales fideles fidele vrais vraies supplementaires"
    " vaillants courageux courageuses dynamiques super gentils premiers premieres memes meme"
    " principal principale tres simples ex gros grosse grosses futur futurs futures chers"
)
# Said right after the noun, it says what the persons are: "parents bénévoles".
QUALIFIERS: Final[dict[Role, frozenset[str]]] = {
    Role.VOLUNTEER: words("benevole administrateur"),
    Role.OTHER: words("stagiaire apprenti elu alternant amateur"),
    Role.PROFESSIONAL: words("salarie professionnel vacataire remunere permanent employe embauche"),
    Role.BENEFICIARY: words(
        "beneficiaire participant accueilli touche inscrit concerne present accompagne suivi recu"
        " isole aide agee spectateur rencontre sensibilise age ages usager adherent"
    ),
}
# Who has such words beside them does something of the action.
CARRYING: Final = words(
    "implique impliquee mobilise investi investie organise organisent organisateur organisatrice"
    " organisation preparation preparent prepare porteur portent encadrent encadre anime animent"
    " tiennent tenu aident aide moteur moteurs actif active relais referent comite pilotage"
    " collectif initiative bricoleur cuisinent engage engagee engages ressource ressources"
    " conseil bureau noyau logistique tenue installation montage participation coup main"
    " preparer organiser encadrer animer cuisiner construction realise creent"
    " gerent gestion implication aidant tenir assurer assurent"
)
REACHING: Final = words(
    "participe participent participant accueilli accueillie touche touchee beneficie"
    " beneficient beneficiant concerne concernee inscrit inscrite present presente venu venue"
    " viennent frequentent frequente recu recue suivi suivie accompagne accompagnee assiste"
    " assistent profite profitent rencontre sensibilise isole vulnerable difficulte handicap"
    " agee public spectateur partis parti beneficiaire usager transporte inscription agees"
    " servis nourris aidees informes"
)
# "du centre social", "de la mairie": who comes from there is paid to.
EMPLOYERS: Final = words(
    "centre csc csx cs cso mjc structure equipe mairie caf ccas departement msa ecole pmi mds"
    " maison service services employeur prevention mission municipalite"
    " bailleur hopital creche"
)
TOGETHER: Final = words("administration bureau ca conseil")
# What tells two persons of one trade apart.
SECTORS: Final = words(
    "famille familles jeunesse jeunes enfance ados adultes adulte senior seniors social sociale"
    " adjoint adjointe culture culturel culturelle numerique insertion sante habitat parentalite"
)
# Behind a number without noun, it tells some of those just mentioned: "et 3 occasionnels".
OF_THEM: Final = words(
    "occasionnel ponctuel regulier saisonnier nouveau exterieur interne externe retraite autre"
)
