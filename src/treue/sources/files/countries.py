"""Countries as shops write them, German and English, as ISO 3166-1 alpha-2."""

from __future__ import annotations

_NAMES = """
AT: österreich, austria, aut
AU: australien, australia, aus
BE: belgien, belgium, bel
BG: bulgarien, bulgaria
BH: bahrain
BR: brasilien, brazil
CA: kanada, canada, can
CH: schweiz, switzerland, suisse, svizzera, che
CN: china
CY: zypern, cyprus
CZ: tschechien, tschechische republik, czechia, czech republic
DE: deutschland, germany, deu, ger
DK: dänemark, denmark, dnk
EE: estland, estonia
ES: spanien, spain, esp
FI: finnland, finland
FR: frankreich, france, fra
GB: vereinigtes königreich, großbritannien, united kingdom, great britain, england, uk, gbr
GR: griechenland, greece
HK: hongkong, hong kong
HR: kroatien, croatia
HU: ungarn, hungary
IE: irland, ireland, eire, republic of ireland
IL: israel
IN: indien, india
IS: island, iceland
IT: italien, italy, ita
JP: japan
LB: libanon, lebanon
LI: liechtenstein
LT: litauen, lithuania
LU: luxemburg, luxembourg
LV: lettland, latvia
MT: malta
MX: mexiko, mexico
NL: niederlande, netherlands, the netherlands, holland, nld
NO: norwegen, norway
NZ: neuseeland, new zealand
PL: polen, poland, pol
PT: portugal
RO: rumänien, romania
RS: serbien, serbia
RU: russland, russia
SA: saudi-arabien, saudi arabia
SE: schweden, sweden
SG: singapur, singapore
SI: slowenien, slovenia
SK: slowakei, slovakia
TR: türkei, turkey
UA: ukraine
AE: vereinigte arabische emirate, united arab emirates
US: vereinigte staaten, vereinigte staaten von amerika, united states, united states of america, usa
ZA: südafrika, south africa, rsa
"""
_CODES = {
    name.strip(): code
    for code, names in (line.split(":") for line in _NAMES.strip().splitlines())
    for name in names.split(",")
}


def country_code(said: str) -> str:
    """The code of a country's name; what is no name we know stays as it was said.

    >>> country_code("Österreich"), country_code("de"), country_code("Atlantis")
    ('AT', 'DE', 'Atlantis')
    """
    if len(said) == 2 and said.isascii() and said.isalpha():
        code = said.upper()
        return "GB" if code == "UK" else code
    return _CODES.get(said.lower(), said)
