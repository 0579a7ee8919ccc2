"""What shops call the columns of names and addresses, German and English, as `folded` writes headers.

A header is a word of one part of a contact, alone or behind a word that says whose or where: "Rechnung PLZ",
"billing_address_postcode", "Kundenname". The person's own and the invoice's win over the parcel's.
"""

from __future__ import annotations


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BEFORE = (
    "",
    *_list(
        """kunden kunde customer besteller kaeufer buyer user kontakt contact rechnungsadresse
        rechnungsanschrift rechnungs rechnung re billingaddress billing invoiceaddress invoice
        defaultaddress default lieferadresse lieferanschrift liefer lieferung la shippingaddress shipping
        deliveryaddress delivery versandadresse versand empfaenger recipient"""
    ),
)
"""What may stand before a word below; earlier ones win."""

PARTS: dict[str, tuple[str, ...]] = {
    "first_name": _list("vorname firstname givenname forename fname"),
    "last_name": _list("nachname lastname familienname surname familyname zuname lname"),
    "full_name": _list(
        """fullname vollername vollstaendigername vornamenachname vornameundnachname vorundnachname
        vornamename ansprechpartner kontaktperson empfaenger besteller recipient name"""
    ),
    "company": _list("firma firmenname company companyname unternehmen firma1"),
    "phone": _list(
        """telefon telefonnummer telefonnr tel telefon1 phone phonenumber telephone mobil mobilnummer
        mobiltelefon handy handynummer mobile mobilephone"""
    ),
    "street": _list(
        """strasse strassehausnummer strasseundhausnummer strassenr strassehausnr strasseundnr street
        streetaddress street1 address1 addressline1 addressaddress1 adresse1 adresszeile1 anschrift adresse
        address"""
    ),
    "house_number": _list("hausnummer hausnr hsnr hnr housenumber streetnumber"),
    "postcode": _list("plz postleitzahl postcode zip zipcode postalcode postal"),
    "town": _list("ort stadt wohnort town city"),
}
"""Part of a contact -> words, best first."""

BARE_NAME = "name"
"""Says a person's name only where nothing bought has one, and other parts of a contact stand beside it."""

NO_PERSON = ("versand", "lieferung", "delivery", "default", "re", "la")
"""Before a bare "name" these speak of a way of sending, or of nothing: "Versandname"."""

PERSON_NAME = tuple(each for each in BEFORE if each and each not in NO_PERSON)
"""Before a bare "name" these make it a person's, whatever else stands in the file."""


def rank(header: str, part: str) -> int | None:
    """How well a folded header names a part of a contact, 0 best; None if it does not.

    >>> rank("plz", "postcode") < rank("rechnungplz", "postcode") < rank("lieferadresseplz", "postcode")
    True
    >>> rank("produktname", "full_name") is None
    True
    """
    words, found = PARTS[part], []
    for place, before in enumerate(BEFORE):
        word = header.removeprefix(before)
        if header.startswith(before) and word in words:
            if part == "full_name" and word == BARE_NAME and before and before not in PERSON_NAME:
                continue
            found.append(place * 100 + words.index(word))
    return min(found, default=None)
