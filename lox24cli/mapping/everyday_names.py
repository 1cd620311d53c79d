"""Names of countries that people write and Babel's tables lack: signs on cars, other names than the official one.

Data only, keys folded (column_names.fold). Whatever ISO 3166 or Babel already knows is left out, and so is a sign that
is another country's ISO code (ET is Ethiopia there, Egypt on a car) or a word (JA).
"""

from collections.abc import Mapping
from types import MappingProxyType

from lox24cli.mapping.column_names import fold


def _by_name(lines: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({fold(name): region for region, line in lines.items() for name in line.split(", ")})


_SIGNS = (
    "A=AT B=BE C=CU D=DE E=ES F=FR G=GA H=HU I=IT J=JP K=KH L=LU M=MT N=NO P=PT Q=QA S=SE T=TH"
    " V=VA Z=ZM FL=LI RA=AR EW=EE CDN=CA SLO=SI NMK=MK RKS=XK GBA=GG GBG=GG GBJ=JE GBM=IM GBZ=GI"
    " ROK=KR RCH=CL RCB=CG RCA=CF RC=TW RH=HT RG=GN RI=ID RIM=MR RL=LB RMM=ML RN=NE RP=PH RSM=SM"
    " TMN=TM UAE=AE EAK=KE EAT=TZ EAU=UG EAZ=TZ WAL=SL WAN=NG WAG=GM WD=DM WG=GD WL=LC WV=VC YV=VE"
    " SCN=KN HKJ=JO MAL=MY MGL=MN MOC=MZ DY=BJ BUR=MM BDS=BB SUD=SD TCH=TD YAR=YE GCA=GT"
)
CAR_SIGNS: Mapping[str, str] = MappingProxyType(
    {sign.casefold(): region for sign, region in (pair.split("=") for pair in _SIGNS.split())}
)
"""Distinguishing signs of vehicles in international traffic (UNECE, the list under article 45 of the Convention on
Road Traffic of 1968, https://unece.org/DAM/trans/conventn/Distsigns.pdf)."""

OTHER_NAMES = _by_name(
    {
        "AE": "UAE, VAE",
        "AT": "Republik Österreich",
        "BY": "Weißrussland",
        "CD": "DR Kongo, DR Congo, Democratic Republic of the Congo",
        "CH": "Schweizerische Eidgenossenschaft",
        "CI": "Elfenbeinküste, Ivory Coast",
        "CZ": "Tschechische Republik, Czech Republic, République tchèque, República Checa, Repubblica Ceca, "
        "Tsjechische Republiek, Republika Czeska, Tschechei",
        "DE": "Bundesrepublik Deutschland, Bundesrepublik, BRD, Federal Republic of Germany",
        "GB": "Großbritannien, Great Britain, Grande-Bretagne, Gran Bretagna, Gran Bretaña, Groot-Brittannië, Britain, "
        "England, Scotland, Wales, Northern Ireland, Schottland, Nordirland, Angleterre, Écosse, Inghilterra, "
        "Inglaterra, Engeland, Anglia, Szkocja, U.K.",
        "HK": "Hongkong, Hong Kong",
        "IE": "Republic of Ireland, Éire, Republik Irland",
        "KR": "Korea, Republik Korea, Republic of Korea",
        "MD": "Moldawien",
        "MK": "Mazedonien, Macedonia, Macédoine",
        "MM": "Burma, Birma, Birmanie, Birmania",
        "MO": "Macau, Macao",
        "NL": "Holland, Hollande, Olanda, Holanda, The Netherlands, Die Niederlande",
        "PS": "Palästina, Palestine, Palestina, Palestyna",
        "RU": "Russische Föderation, Russian Federation, Fédération de Russie",
        "SK": "Slowakische Republik, Slovak Republic",
        "SZ": "Swasiland, Swaziland",
        "TR": "Turkey",
        "TW": "Republic of China",
        "US": "USA, U.S.A., United States of America, Vereinigte Staaten von Amerika, États-Unis d'Amérique, "
        "Estados Unidos de América, Stati Uniti d'America, Verenigde Staten van Amerika, EE.UU., "
        "EEUU, America, Amerika",
        "VA": "Vatikan, Vatican, Vaticano",
    }
)
"""Short forms, variants and parts that CLDR keeps apart from its main names (alt=short, alt=variant; subdivisions),
which Babel does not carry."""
