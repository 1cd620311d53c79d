"""Words of Europe's languages that carry the letters ASCII lacks, and in which surroundings those letters stand.

Ordinary names, towns and words; what counts is only whether a letter stands between vowels, consonants or at an end.
Knows no encodings.
"""

import unicodedata
from functools import cache

_WORDS: dict[str, str] = {
    "de": (
        "Müller Schröder Jäger Krämer König Köhler Schäfer Günther Böhm Größe Straße Weiß Groß"
        " Strauß Heß Fuß Öztürk Österreich Übel Über Ärzte Ärger Ämter Bär Käthe Bäcker Völker"
        " Möller Düsseldorf Köln München Zürich Lübeck Thüringen Göttingen Würzburg Saarbrücken"
        " Gießen Meißen Häuser Bäume Vögel Türen Rößler Jürgen Jörg Björn Sören Käte Bärbel"
        " Lüdenscheidt Früh Brühl Höhe Mühle Nähe Fräulein Geschäft für früh grün schön größer"
        " außen heißt süß Spaß Möwe Löwe Büro Menü Etüde Ödön Rüdiger Krüger Grüße Überweisung"
        " Öffnung öde üben ähnlich Israël Böe zäh rüde GRÖSSE MÜLLER Andrä Bernbäck Zoë Aloë Joël"
        " Raphaël Michaël Europäer Boë Naß daß muß"
    ),
    "fr": (
        "René André Hélène Éric Émile Étienne Zoé José Desirée Chloé Thérèse Geneviève Irène"
        " Agnès Noël Joël Raphaël Gaëlle Benoît Jérôme Jérémie François Françoise Gonçalves garçon"
        " façade leçon ça Çelik Besançon Alençon Curaçao Côte hôtel hôpital août goût sûr île"
        " maître forêt tête fête être même bête Bâle château âge pâte où là voilà à déjà près"
        " après très mère père frère élève école été génération réseau créé année cœur sœur œuvre"
        " bœuf Œuvre naïf Loïc Anaïs maïs haïr aiguë Müller Saint-Léger Orléans Nîmes Évry Québec"
        " Léa Théo Maël Nadège Solène Maëlle Eugène Hervé Aimée Beyoncé Crépin Vélo Dépôt coût dû"
        " crû L’Haÿ"
    ),
    "es": (
        "José María Jesús Ángel Ángela Óscar Íñigo Álvarez Pérez Gómez González Fernández López"
        " Sánchez Ramírez Martínez Rodríguez García Díaz Núñez Muñoz Ibáñez Peña Ñuño España señor"
        " señora niño año mañana Begoña Raúl Saúl Andrés Tomás Iván Adrián Simón Ramón Sebastián"
        " Martín Joaquín Agustín Málaga Cádiz Córdoba León Mérida Ávila Úbeda teléfono móvil"
        " dirección número calle compañía pingüino vergüenza Zúñiga Verónica Mónica Lucía Sofía"
        " Rocío él está así también después aquí allí té café Bogotá Perú Panamá México sábado"
        " miércoles último código"
    ),
    "it": (
        "Niccolò Nicolò Dalmò Però perché città università così già più può lunedì venerdì sarà"
        " caffè è cioè tè virtù Forlì Cantù Cefalù Mondovì Viganò Salò Tronchetti Pietà qualità"
        " società libertà Gesù Cosimà né Noè metà"
    ),
    "pt": (
        "João São Conceição Simões Guimarães Magalhães Gonçalves Lourenço Mário António Inês"
        " Mônica Antônio Araújo Luís Tomás Vítor Évora Óbidos ação não irmã pão mãe coração três"
        " você câmara à às avó avô Brandão Leitão Muñoz"
    ),
    "nl": (
        "Daniël Michaël Raphaël Joël Zoë Chloë Noëlle Loïs Anaïs België Israël Italië coördinatie"
        " geïnteresseerd reünie ideeën zeeën één vóór café Curaçao Désirée Renée André enquête"
        " scène crème Beyoncé Eugénie hé financiën"
    ),
    "nordic": (
        "Sørensen Jørgensen Møller Bjørn Søren Jørn Høj Kjær Nærum Lærke Ærø Østergaard Øst"
        " Ødegård Århus Ålborg Åse Åberg Håkan Pål Gård Blå på så når København Malmö Göteborg"
        " Åström Sjöberg Lindström Björk Bäckström Hägg Östersund Hämäläinen Mäkinen Järvinen"
        " Väinö Päivi Töölö Jyväskylä Äijälä ö Fæster Bræmer Bø Tromsø Åsgård Rødøy Torbjørn"
        " Kærgård Malmø Nygård Haugåsen Sæther Grønås Bråten"
    ),
    "pl": (
        "Łukasz Paweł Michał Rafał Małgorzata Władysław Stanisława Kowalski Łódź Wrocław Kraków"
        " Gdańsk Poznań Toruń Wałęsa Dąbrowski Dąbrowska Wiśniewski Woźniak Wójcik Kamiński"
        " Zieliński Szymański Jabłoński Górski Kaźmierczak Źródło Świątek Święty Śląsk Śliwa Żak"
        " Żuk Żaneta Grażyna Bożena Róża Kołodziej Głowacki Pająk Zając Mróz Król Józef Stępień"
        " Grzędowicz Pęczak Więcek Łęcki Łączny Ćwik Ćma Kość miłość być żyć źle późno każdy żółty"
        " gęś wąż mąż Rzeszów Żory Bełchatów Częstochowa Zielona Góra Ostróda Krzyżanowski Sępólno"
        " Łomża Słupsk Elżbieta Ręka będę są idę piękny ręka język ciężki większy łąka pięć sześć"
        " dziewięć Buzęk Młynarz Jagiełło Kózka Ożóg Bąk Kęska Tokarzówna Ślusarczyk Wałbrzych"
        " Jałowiec Ósmy Środa Sroczyński Anioł stół Jaś Staś Gruź Mańka Hałas"
    ),
    "cs": (
        "Dvořák Novák Černý Veselý Procházka Kučera Němec Růžička Šimůnek Jiří Jiřina Šárka Tomáš"
        " Lukáš Ondřej Zdeněk Věra Božena Kovář Hájek Král Sýkora Šťastný Žižka Čech Plzeň Děčín"
        " Ústí Třebíč Zlín Příbram Řeháček Štěpán Kříž Květa Ďurica Ľudmila Kováč Horváth Ľubomír"
        " Žilina Košice Prešov Beňo Šoltés Tóth Gaľa Křenek Mařík Bořek Doležal Škoda Milošević"
        " Petrović Jovanović Horvat Babić Đorđević Žižek Šibenik Čačić Kočevje Križ Kovačić"
        " Blažević Šarić Ružica Mandžukić Tadić Ćosić Hadžić Karadžić Suša Žena Krešimir Nikolić"
        " Luša Aleš Uroš Miloš"
    ),
    "hu": (
        "Győr Gyula Szűcs Erdős Őri Kőszegi Tűzkő Nagykőrös Bővíz Műhely Jenő Ernő Dezső Űr fű fő"
        " nő Zsófia Tóth Kovács Szabó Horváth Németh Balázs Sándor István László Gábor Zoltán Éva"
        " Ágnes Ödön Üllő Erzsébet József György Csűrös"
    ),
    "ro": (
        "Ştefan Ţepeş Stănescu Brăila Iaşi Constanţa Bucureşti Vâlcea Râul Găină Ionuţ Mălina"
        " Ţară Şerban Drăgan Păun România"
    ),
    "tr": (
        "Şahin Y1lmaz Y1ld1z Y1ld1r1m K1l1ç Çelik Öztürk Güneş Iş1k Çağlar Doğan Erdoğan Tuğba"
        " Özdağ Ağca Güngör Gökçe Demirtaş Taş Şimşek Ateş Ayşe Bar1ş Gülşen İbrahim İsmail İzmir"
        " Çak1r Kaçar Öz Ünal Ülkü Uğur Yiğit Kurtuluş Bağc1 Ak1nc1 Dağl1 Sar1 Alt1ntaş Karakuş"
        " Koç Genç Asl1 Iş1l F1rat Nazl1 Ağaoğlu"
    ).replace("1", "\u0131"),  # the i without a dot
}
_APOSTROPHES = "’'`\u00b4"


def kind_of(sign: str) -> str:
    """`v` for a vowel with or without accent, `c` for another letter, `-` for anything else and for nothing."""
    if not sign.isalpha():
        return "-"
    return "v" if unicodedata.normalize("NFD", sign)[0].lower() in "aeiouyøæœ\u0131" else "c"


def surroundings(word: str, place: int) -> tuple[str, str, str]:
    """Return the letter at the place, folded to lower case, between the kinds of its neighbours."""
    before = kind_of(word[place - 1]) if place else "-"
    after = kind_of(word[place + 1]) if place + 1 < len(word) else "-"
    return before, word[place].lower(), after


@cache
def known_surroundings() -> dict[str, frozenset[tuple[str, str, str]]]:
    """For each language, how its letters beyond ASCII stand in its words."""
    return {
        language: frozenset(
            surroundings(word, place)
            for word in words.split()
            for place, sign in enumerate(word)
            if not sign.isascii() and sign not in _APOSTROPHES
        )
        for language, words in _WORDS.items()
    }


@cache
def alphabets() -> dict[str, frozenset[str]]:
    """For each language, its lower-case letters beyond ASCII."""
    return {language: frozenset(found[1] for found in known) for language, known in known_surroundings().items()}
