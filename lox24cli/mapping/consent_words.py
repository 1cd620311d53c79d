"""The words of headers above consents, and of the answers below them, in seven languages, folded. Data only."""


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


SMS = _words(
    "textnachricht textnachrichten kurznachricht kurznachrichten kurzmitteilung kurzmitteilungen messages message "
    "nachrichten nachricht berichten messaggi mensajes wiadomosci sms smsen text texts texting texto textos mms "
    "mobile mobil handy"
)
"""Says that it is about messages to a phone; `mobile` and `text` count beside a word of consent alone."""
ONLY_SMS = _words(
    "textnachricht textnachrichten kurznachricht kurznachrichten kurzmitteilung kurzmitteilungen sms smsen texting "
    "texto textos mms"
)

ELSEWHERE = _words(
    "double bildrechte bildnutzung fotoveroeffentlichung veroeffentlichung datenweitergabe schufa lastschrift sepa "
    "bankeinzug email emails mail mails newsletter newsletters post postal postalisch brief briefe briefpost letter "
    "fax call calls anruf anrufe calling telefon telefonisch telephone telefono telefonico phone whatsapp foto fotos "
    "photo photos bild bilder video videos web push cookie cookies app tracking profiling mailing mailings courriel "
    "courriels correo posta poczta pocztowa poste"
)
"""Says that it is about another way of reaching somebody; a double opt-in is one of e-mails, unless it says SMS."""

CONSENT = _words(
    "darf duerfen moechte moechten wuenschen may czy puis posso puedo erlaubt erlaubnis erlauben einwilligung "
    "einwilligungen eingewilligt einverstaendnis einverstanden zustimmung zugestimmt consent consents consented "
    "permission permissions permitted allowed allow allows accept accepts accepted agree agreed agrees agreement "
    "subscribed subscribe subscribes subscription optin optins opted opt ok okay gewuenscht wunsch wuenscht "
    "erwuenscht wished wanted wants freigabe freigegeben genehmigt genehmigung accord accepte accepter autorise "
    "autorisation autorises consentement souhaite acepta acepto aceptar autoriza autorizacion consentimiento permiso "
    "permite suscrito suscripcion accetta accettato accetto consenso consensi autorizza autorizzazione iscritto "
    "toestemming toegestaan akkoord geabonneerd aangemeld gewenst zgoda zgody zgadza zezwolenie akzeptiert angemeldet "
    "abonniert werbeeinwilligung werbeerlaubnis marketingeinwilligung werbezustimmung dsgvo gdpr rgpd rodo avg "
    "inscrit abonne"
)
"""Says that somebody agreed, or was asked."""

CLEAR = _words(
    "einwilligung einwilligungen einverstaendnis consent consents permission optin consentement consentimiento "
    "consenso consensi toestemming zgoda zgody werbeeinwilligung werbeerlaubnis marketingeinwilligung werbezustimmung "
    "dsgvo gdpr rgpd rodo"
)
"""Means messages also where no way of reaching somebody is named."""

SPERRE = _words(
    "kommunikationssperre blacklist blacklisted dnd werbesperre werbesperrvermerk werbewiderspruch werbewiderruf "
    "kontaktsperre kontaktverbot werbeverbot smssperre optout optouts optedout unsubscribed unsubscribe unsubscribes "
    "robinson robinsonliste desabonne desinscrit"
)
"""Says alone that somebody wants no messages."""

NEGATIVE = SPERRE | _words(
    "abbestellt abbestellung rifiuto afmelding withdrawn withdraw withdrawal revoked denied declined rejected refused "
    "abgelehnt verweigert zurueckgezogen entzogen cancelled canceled retire retiree revoque ritirato retirado "
    "ingetrokken wycofana wycofane cofnieta cofnieto sperrkennzeichen unerwuenscht ungewuenscht molestar sperre "
    "sperren gesperrt sperrvermerk widerspruch widersprochen widerruf widerrufen abgemeldet abmeldung donot dont "
    "keine keinen kein nicht nie ne pas non geen niet never stop stopp blocked block blacklist blacklisted suppress "
    "suppressed suppression excluded exclude ausgeschlossen ausschluss desinscription bloque bloccato bloqueado "
    "revoca revocado baja afgemeld uitgeschreven geblokkeerd zablokowany zablokowane sprzeciw rezygnacja opposition "
    "oppose verbot verboten refuse refuses refus rifiuta rechaza odmowa without sin senza bez"
)
"""Turns the meaning: a yes below it is a no to messages."""

CONTEXT = _words(
    "pub advertising ads privacy policy datenschutz datenschutzerklaerung marketingowa marketingowe marketingowy "
    "contacter contactar contattare marketing werbung werblich werbe werbliche publicite publicidad pubblicita "
    "reclame reklama reklamy promotion promotional promotions kontakt kontaktaufnahme kontaktieren kontaktiert "
    "contact contacts contacto contatto market solicit disturb ansprache"
)
"""Says that it is about reaching somebody."""

ADVERTISING = _words(
    "marketing werbung werblich publicite publicidad pubblicita reclame reklama promotion promotions pub"
)
"""Of these alone, with yes and no below, no other question can be meant."""

LOCK = _words(
    "sperre gesperrt sperrvermerk sperrkennzeichen blocked block bloque bloccato bloqueado geblokkeerd zablokowany"
)
"""Something is locked: messages to the contact, or the customer's account."""

FILLERS = CONTEXT | _words(
    "werden darf kunden customers kundin lista list liste state aktuell current ihre ihr mein meine my your vous nous "
    "je ich einen eine ein has is was hat ist wurde am vom date datum zeitpunkt timestamp at time fecha data on of "
    "for to fuer zu zur zum an auf mit per via by par por de des di da del der die das the a le la les los el il l d "
    "m ou et und and or o y e i na z versand versenden verschicken zusenden senden send sends sending receive "
    "receives empfang empfangen envoi envoyer enviar envio inviare invio recevoir recibir ricevere wysylac wysylanie "
    "wyslac otrzymywanie sturen versturen ontvangen message messages nachricht nachrichten messaggi messagi mensajes "
    "wiadomosci berichten erinnerung erinnerungen reminder reminders notification notifications benachrichtigung "
    "benachrichtigungen rappel rappels promemoria recordatorio recordatorios przypomnienie przypomnienia herinnering "
    "info infos information customer kunde client cliente member mitglied contactable in out up you we wir sie ihnen "
    "liegt vor erteilt given want please bitte currently status preference preferences 1 2"
)
"""Makes no other thing of it."""

ABOUT = _words(
    "sent received source quelle ip version id url link form formular gesendet versendet verschickt envoye envoyes "
    "inviato inviati enviado enviados verzonden wyslano delivered zugestellt count anzahl number nummer nr no num "
    "letzte letzter letztes last first expires expiry expired ablauf gueltig until language sprache template vorlage "
    "sender absender kosten cost costs price preis credits guthaben limit provider anbieter method methode reason "
    "grund comment kommentar user agent eltern parents teilnahme inhalt content body betreff subject"
)
"""It is something about the messages or the consent."""

YES = _words(
    "ja j yes y yep oui o si s sissignore tak t true wahr vrai verdadero vero prawda waar 1 x on an ein ok okay gerne "
    "gern aktiv active attivo activo actif"
)
"""Answers yes to what the header says."""
NO = _words(
    "nein n no non nie nee not never nope false f falsch faux falso falsz onwaar 0 off aus kein keine keinen nicht ne "
    "niet inaktiv inactive inattivo inactivo inactif"
)
"""Answers no to what the header says."""
WANTED = _words(
    "erlaubt erteilt gewuenscht zugestimmt einverstanden eingewilligt akzeptiert allowed granted given accepted "
    "agreed consented confirmed bestaetigt subscribed abonniert angemeldet optedin optin enabled freigegeben accepte "
    "autorise inscrit abonne aceptado autorizado suscrito accettato autorizzato iscritto toegestaan akkoord "
    "geabonneerd aangemeld zgoda doubleoptin doi"
)
"""Says by itself that messages are welcome."""
UNWANTED = _words(
    "abgelehnt verweigert gesperrt widerrufen widersprochen abgemeldet verboten untersagt unerwuenscht denied refused "
    "declined rejected withdrawn revoked unsubscribed optedout optout blocked disabled stop stopp refuse desabonne "
    "desinscrit rechazado revocado rifiutato revocato geweigerd ingetrokken afgemeld uitgeschreven geblokkeerd odmowa "
    "rezygnacja cofnieta"
)
"""Says by itself that they are not."""
MARKED, UNMARKED = frozenset("✓✔☑✅🗹☒"), frozenset("✗✘☐❌🗷✖")

LEAVING = _words(
    "austritt austrittsdatum austrittstermin ausgetreten austrittsjahr gekuendigt kuendigung kuendigungsdatum abgang "
    "abgangsdatum ausscheiden ausgeschieden left leaving leave exit termination terminated resigned resignation "
    "sortie depart baja salida uscita dimissioni uittreding uitgetreden vertrek uitdiensttreding wystapienie "
    "wystapienia odejscie"
)
"""Says when somebody left."""
LEAVING_FILLERS = _words(
    "date datum data fecha am zum on of de di da del la le the uit dienst vom wirksam mitgliedschaft membership "
    "member verein club"
)
