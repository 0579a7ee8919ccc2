"""What shops call their columns, German and English: headers as `folded` writes them, best first.

A header counts when it equals a word here after folding ("Kunden-Nr." and "KUNDENNR" are one). Earlier
words win over later ones; the canonical column names are always understood.
"""

from __future__ import annotations

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UNIT = re.compile(
    r"\b(in )?(eur|euro|usd|gbp|chf|€|\$|£|brutto|netto|gross|net|inkl mwst|exkl mwst|incl vat)\b"
)
_GROSS = re.compile(r"brutto|gross|inkl|incl")
_NET = re.compile(r"netto|(?<![a-z])net(?![a-z])|exkl|excl|zzgl")


def folded(header: str) -> str:
    """The header without case, accents and separators: "Kunden-Nr." -> "kundennr"."""
    return re.sub(r"[^a-z0-9]", "", _plain(header))


def without_unit(header: str) -> str:
    """The folded header less its unit: "Betrag (EUR, brutto)" -> "betrag"."""
    words = re.sub(r"[^a-z0-9€$£]+", " ", _plain(_CAMEL.sub(" ", header)))
    return re.sub(r"[^a-z0-9]", "", _UNIT.sub(" ", words))


def prices_said(header: str) -> str:
    """Gross or net, where the header says so; else empty."""
    plain = _plain(header)
    return "gross" if _GROSS.search(plain) else "net" if _NET.search(plain) else ""


def _plain(header: str) -> str:
    lower = unicodedata.normalize("NFKC", header).lower().translate(_UMLAUTS)
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS: dict[str, tuple[str, ...]] = {
    "customer": _list(
        """customerid customernumber customerno customernr kundennummer kundennr kundenid kdnr kundenkennung
        kundenkonto debitorennummer debitor custid customer kunde cust customercode clientid userid buyerid
        householdid memberid accountid shopperid masterid contactid client user buyer kaeufer household id"""
    ),
    "address": _list(
        """email emailaddress customeremail emailadresse mailadresse kundenemail billingemail rechnungsemail
        contactemail useremail buyeremail mail kaeuferemail deliveryemail rechnungsadresseemail"""
    ),
    "order_id": _list(
        """orderid ordernumber orderno ordernr bestellnummer bestellnr bestellid auftragsnummer auftragsnr
        invoiceno invoicenumber invoiceid invoice rechnungsnummer rechnungsnr belegnummer belegnr basketid
        transactionid receiptid bonnummer vorgangsnummer ordername auftragsid shopbestellnummer
        externeauftragsnummer externebestellnummer order bestellung auftrag beleg rechnung"""
    ),
    "ordered_at": _list(
        """orderedat ordereddate orderdate orderdatetime bestelldatum bestelltam bestellzeitpunkt
        auftragsdatum
        createdat purchasedate purchasedat purchasetime kaufdatum invoicedate rechnungsdatum belegdatum
        transactiontimestamp transactiondate transactiontime ordertime date datum datetime timestamp zeitpunkt
        zeitstempel datumuhrzeit datumzeit time zeit erstelltam angelegtam entrydate bestellzeit
        auftragseingang eingangsdatum processedat paidat tag day"""
    ),
    "clock": _list("clock uhrzeit time zeit ordertime bestellzeit transactiontime"),
    "amount": _list(
        """amount orderamount totalamount ordertotal grandtotal amounttotal ordervalue orderrevenue betrag
        gesamtbetrag gesamtsumme bestellwert bestellsumme auftragswert warenwert rechnungsbetrag bruttobetrag
        nettobetrag bruttoumsatz nettoumsatz umsatz summe gesamt gesamtpreis total totalprice totalsales
        revenue
        salesvalue salesamount sales netsales dollarvalue value wert subtotal paid spend spent turnover price
        preis bruttosumme nettosumme gesamtbrutto gesamtnetto bruttogesamt nettogesamt invoiceamount
        invoicetotal erstattungsbetrag erstattet refundamount zahlungsbetrag paymentamount bezahlterbetrag"""
    ),
    "line_amount": _list(
        """amountminor amount lineamount linetotal lineprice positionsbetrag positionssumme positionspreis
        zeilensumme
        gesamtpreis betrag umsatz salesvalue salesamount sales revenue itemtotal totalprice linerevenue summe
        total gesamtbrutto gesamtnetto summebrutto summenetto positionssummebrutto"""
    ),
    "unit_price": _list(
        """unitprice priceperunit pricepiece itemprice einzelpreis stueckpreis stckpreis lineitemprice
        verkaufspreis unitamount price preis artikelpreis vk vkpreis vkbrutto vknetto einzelpreisbrutto"""
    ),
    "quantity": _list(
        """quantity qty menge anzahl stueck stueckzahl stk lineitemquantity itemquantity pieces units count
        bestellmenge artikelmenge"""
    ),
    "product": _list(
        """productid productnumber productno sku stockcode artikelnummer artikelnr artnr articleid articleno
        itemid itemno itemnumber lineitemsku productsku produktnummer produktnr produktid materialnummer ean
        gtin asin articlenumber variationid variantenid variantennummer varianteid han article artikel item
        product produkt"""
    ),
    "name": _list(
        """productname lineitemname artikelname artikelbezeichnung produktname produktbezeichnung itemname
        articlename positionsname bezeichnung description beschreibung title titel name"""
    ),
    "category": _list(
        "category productcategory kategorie warengruppe produktkategorie productgroup department categories"
    ),
    "brand": _list("brand marke hersteller manufacturer manufacturername vendor maker brands"),
    "list_price": _list(
        "listprice uvp regularprice variantprice pricegross preis price verkaufspreis listenpreis"
    ),
    "unit_cost": _list(
        """unitcost unitcosts einkaufspreis ek ekpreis wareneinsatz costperitem purchaseprice cost kosten
        purchasepricesnet costofgoods
        einstandspreis ekbrutto eknetto einkaufspreisnetto durchschnittlicherek mittlererek"""
    ),
    "launch_day": _list("launchday launchdate releasedate erscheinungsdatum verfuegbarab"),
    "currency": _list("currency ordercurrency currencycode currencyiso waehrung waehrungscode isowaehrung"),
    "channel": _list(
        """channel saleschannel vertriebskanal verkaufskanal kanal source marketplace marktplatz plattform
        platform
        shop shopname mandant herkunft auftragsherkunft referrer bestellherkunft saleschannelid"""
    ),
    "country": _list(
        """country countrycode land laendercode shippingcountry deliverycountry lieferland billingcountry
        rechnungsland shippingaddresscountry lieferlandiso landiso lieferadresseland rechnungsadresseland"""
    ),
    "prices": _list("prices"),
    "vat": _list("vat vatrate taxrate mwstsatz ustsatz mwst steuersatz ust ustin mwstin mehrwertsteuersatz"),
    "tax": _list("tax totaltax taxamount vatamount mwstbetrag steuerbetrag taxes steuer"),
    "voucher": _list(
        "voucher discountamount voucheramount gutscheinbetrag gutschein couponamount rabattbetrag"
        " gutscheinwert"
    ),
    "voucher_code": _list("vouchercode discountcode couponcode gutscheincode rabattcode"),
    "discount": _list("discount linediscount rabatt lineitemdiscount positionsrabatt retaildisc nachlass"),
    "shipping_charged": _list(
        "shippingcharged shippingamount shippingtotal versandkosten porto shipping shippingprice versand"
        " invoiceshipping versandkostenbrutto lieferkosten"
    ),
    "shipping_paid": _list("shippingpaid shippingcost frachtkosten versandkostenpaketdienst paketkosten"),
    "handling": _list("handling handlingcost bearbeitungskosten retourenkosten returncost restockingfee"),
    "payment_fee": _list(
        "paymentfee zahlungsgebuehr transactionfee zahlungskosten zahlungsgebuehren paypalgebuehr"
    ),
    "unit_costs": _list("unitcosts wareneinsatzgesamt cogs goodscost totalcost"),
    "margin": _list("margin deckungsbeitrag db marge grossmargin profit contribution rohertrag gewinn"),
    "promised_day": _list(
        "promisedday promiseddate zugesagt liefertermin estimateddelivery voraussichtlicheslieferdatum"
        " wunschliefertermin"
    ),
    "delivered_day": _list(
        "deliveredday deliverydate delivereddate lieferdatum zugestelltam zustelldatum ausgeliefertam"
    ),
    "status": _list(
        "status orderstatus bestellstatus financialstatus orderstate orderstateid zahlstatus"
        " auftragsstatus auftragstatus statusname"
    ),
    "position": _list("position lineno linenumber pos positionsnummer zeile orderline"),
    "company": _list("company billingcompany firma firmenname billingaddresscompany unternehmen"),
    "vat_id": _list("vatid vatnumber ustid ustidnr umsatzsteuerid billingvatid"),
    "payment_method": _list(
        "paymentmethod zahlungsart zahlart zahlungsmethode payment zahlungsweise gateway"
    ),
    "group": _list("customergroup kundengruppe kundenklasse group"),
    "refund_id": _list(
        "refundid returnid gutschriftnummer retourennummer erstattungsnummer creditnoteid"
        " gutschriftsnummer retourenid rmanummer"
    ),
    "refunded_at": _list(
        """refundedat refunddate returndate returnedat retourendatum gutschriftdatum erstattungsdatum
        createdat gutschriftsdatum erstattetam
        date datum timestamp"""
    ),
    "returned_day": _list(
        "returnedday wareneingang eingegangenam goodsreceived receivedat receiveddate ruecksendungerhalten"
    ),
    "reason": _list("reason grund retourengrund returnreason rueckgabegrund ruecksendegrund"),
    "payment_id": _list("paymentid zahlungsnummer zahlungsid"),
    "paid_at": _list(
        "paidat paymentdate zahlungsdatum zahlungseingang bezahltam buchungsdatum wertstellung date datum"
    ),
    "at": _list(
        "date datum timestamp createdat zeitpunkt time zeit sentat sent versendet versendetam tag day"
    ),
    "day": _list("date datum tag"),
    "cost": _list("cost costs kosten spend ausgaben"),
    "campaign": _list("campaign campaignname kampagne"),
    "first_seen": _list(
        "firstseen erstkontakt createdat registeredat registrationdate registriertam angelegtam kundeseit"
        " anlagedatum anmeldedatum erstelltam"
    ),
    "acquisition_cost": _list("acquisitioncost akquisitionskosten akquisekosten cac"),
    "language": _list("language sprache locale"),
    "text": _list("comment kommentar feedback review"),
    "stars": _list("rating sterne bewertung"),
    "score": _list("rating wert bewertung nps answer antwort punkte punktzahl"),
    "statement": _list(
        "statementid statementnumber aussage aussagenummer aussagenr aussagennummer frage question item"
    ),
    "consent": _list("consentgiven einwilligung zustimmung einverstanden einverstaendnis optin"),
    "purpose": _list("zweck verwendungszweck consentpurpose"),
    "act": _list("action event vorgang art aktion status"),
    "points": _list("punkte bonuspunkte treuepunkte punktezahl anzahlpunkte"),
    "points.value": _list(
        "wert punktewert punktwert gegenwert wertineur geldwert betrag value pointsvalue pointvalue amount"
    ),
    "expires": _list(
        "expirydate expirationdate validuntil gueltigbis verfallsdatum verfaelltam ablaufdatum ablauf verfall"
    ),
    "carts.value": _list("warenkorbwert warenwert wert carttotal cartvalue betrag summe total value"),
    "cart_id": _list("warenkorb warenkorbid warenkorbnummer carttoken cart"),
    "stock.quantity": _list(
        "bestand lagerbestand verfuegbar verfuegbarerbestand menge anzahl stock available instock onhand"
    ),
    "judgements.day": _list("datum date gesagtam gesagt eingetragenam said saidon am vom tag"),
    "judgements.until": _list("bis giltbis gueltigbis ruhigbis bisdatum enddatum validuntil untilday"),
    "judgements.kind": _list("art einschaetzung urteil aussage judgement type typ"),
    # What a row is has a column of its own name only in these tables.
    "payments.kind": _list("art vorgang status zahlungsstatus typ type buchungsart"),
    "points.kind": _list("art buchungsart vorgang typ type"),
    "answer_id": _list("antwortnummer antwortnr responseid responsenumber"),
    "answers.score": _list("nps score punkte punktzahl rating bewertung wert antwort answer note"),
    "answers.text": _list("kommentar comment feedback begruendung grund text"),
    "answers.kind": _list("art umfrage survey typ type"),
    "ticket_id": _list(
        "ticketnumber ticketno ticketnr ticketnummer ticket vorgangsnummer anfragenummer number nummer nr id"
    ),
    "opened_at": _list(
        "createdat opened openeddate erstelltam eroeffnetam eroeffnet eingang eingegangenam date datum"
    ),
    "answered_at": _list(
        "firstresponseat firstreplyat answered beantwortetam beantwortet ersteantwort ersteantwortam"
    ),
    "solved_at": _list("closedat closeat resolvedat solved geloestam geschlossenam erledigtam"),
    "minutes": _list("timespent duration minuten bearbeitungszeit dauer zeitaufwand"),
    "topic": _list("subject category thema betreff kategorie"),
    "touch_id": _list("messageid sendid nachrichtid versandid number nummer nr id"),
    "booking_id": _list("bookingnumber buchungsnummer buchung"),
    "interaction_id": _list("kontaktnummer anrufnummer gespraechsnummer vorgangsnummer number nummer nr id"),
    "satisfaction": _list("zufriedenheit csat rating bewertung"),
    "outcome": _list("ergebnis result versandstatus"),
    "evidence": _list("nachweis proof beleg"),
    "traits": _list("merkmale eigenschaften tags"),
    "event": _list("ereignis anlass eventname"),
    "visit_id": _list("visitid sessionid session sitzung sitzungsid sitzungsnummer besuch besuchsnummer"),
    "visitor": _list("visitorid besucher besucherid clientid deviceid geraet"),
    "step": _list("schritt stufe funnelstep seite page"),
    "review_id": _list("reviewid reviewnumber bewertungsnummer bewertungsid rezensionsnummer"),
    "preference": _list("wunsch vorliebe interesse wish"),
    "preferences.value": _list("angabe antwort wert auswahl answer"),
    "interactions.kind": _list("art kontaktart typ type"),
    "calendar.kind": _list("art ereignisart typ type"),
}

# A header that only one shop system writes, and what that system's other headers mean then.
SYSTEMS: dict[str, dict[str, str]] = {
    # Shopify's order export: order figures stand on the first line of an order only.
    "lineitemname": {"name": "order_id", "id": "", "total": "", "subtotal": "", "taxes": "", "paidat": ""},
    # Shopify's product export: a row a variant.
    "variantsku": {
        "variantsku": "product",
        "title": "name",
        "type": "category",
        "productcategory": "",
        "variantbarcode": "",
        "variantcompareatprice": "",
    },
    # WooCommerce's order plugin of that import key, an order's items told apart: amounts are net, and what
    # coupons take off stands once beside the items' subtotals.
    "wtimportkey": {
        "ordernumber": "order_id",
        "orderid": "",
        "itemsku": "product",
        "itemsubtotalnet": "line_amount",
        "cartdiscount": "voucher",
        "shippingtotal": "shipping_charged",
        "ordertotal": "",
        "ordersubtotal": "",
        "orderdiscount": "",
        "discounttotal": "",
        "taxtotal": "",
        "paiddate": "",
        "shippingtaxtotal": "",
        "customeruser": "",
    },
    # Shopware 5's default_orders profile: orderId and articleId count rows of its database, number is what
    # people know. The order's total stands on every line.
    "orderdetailid": {
        "number": "order_id",
        "orderid": "",
        "articleid": "",
        "articlenumber": "product",
        "articlename": "name",
        "price": "unit_price",
        "invoiceamount": "",
        "invoiceamountnet": "",
        "transactionid": "",
    },
}

TABLE_NAMES: dict[str, tuple[str, ...]] = {
    "customers": _list("customers customer kunden kundenliste"),
    "products": _list("products product produkte artikel artikelliste articles"),
    "stock": _list("stock bestand bestaende lagerbestand lagerbestaende inventory"),
    "orders": _list("orders order bestellungen auftraege verkaeufe sales transactions purchases"),
    "order_lines": _list("orderlines orderitems lineitems positionen bestellpositionen auftragspositionen"),
    "refunds": _list("refunds refund retouren gutschriften erstattungen returns"),
    "payments": _list("payments zahlungen zahlungseingaenge offeneposten"),
    "spend": _list("spend adspend werbekosten marketingspend"),
    "tickets": _list("tickets ticket servicefaelle anfragen supporttickets"),
    "interactions": _list("interactions anrufe gespraeche calls"),
    "visits": _list("visits besuche seitenbesuche sitzungen sessions"),
    "carts": _list("carts warenkoerbe baskets"),
    "reviews": _list("reviews bewertungen rezensionen produktbewertungen"),
    "preferences": _list("preferences wuensche vorlieben interessen"),
    "touches": _list("touches mailings versand sends"),
    "answers": _list(
        "answers nps npsantworten npsanswers antworten umfrage umfragen umfrageantworten kundenbefragung"
        " survey surveys csat zufriedenheit"
    ),
    "values": _list("values werte wertebefragung wertefragen valuesanswers"),
    "judgements": _list(
        "judgements judgement einschaetzungen einschaetzung entwarnungen entwarnung keinanlasszursorge calm"
    ),
    "consents": _list("consents einwilligungen zustimmungen werbeerlaubnis"),
    "points": _list("points punkte treuepunkte bonuspunkte punktebuchungen punktekonto"),
    "rates": _list("rates wechselkurse exchangerates"),
    "calendar": _list("calendar kalender holidays feiertage"),
}
