package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** Words that tell that a number near them is personal. */
final class TellingWords {
    /** Long enough not to be a part of other words. */
    private static final List<String> NATIONAL = List.of(
            "national insurance",
            "insurance number",
            "ni number",
            "nino",
            "nhs",
            "temporary reference",
            "dvla",
            "driving licen",
            "driver licen",
            "driver's licen",
            "drivers licen",
            "driver_licen",
            "licence",
            "license is",
            "license num",
            "license:",
            "passport",
            "pasaporte",
            "passeport",
            "reisepass",
            "passaporto",
            "paspoort",
            "ausweis",
            "kvnr",
            "krankenkasse",
            "versicherung",
            "lanr",
            "bsnr",
            "steuer",
            "ust-id",
            "finanzamt",
            "hrerschein",
            "kennzeichen",
            "codice fiscale",
            "partita iva",
            "cnpj",
            "pesel",
            "personnummer",
            "dselsn",
            "orgnummer",
            "identity code",
            "identity num",
            "identity card",
            "id card",
            "id number",
            "id_number",
            "henkil",
            "aadhaar",
            "gstin",
            "voter",
            "nric",
            "resident num",
            "refugee",
            "south african",
            "rsa id",
            "registration num",
            "car reg",
            "plates",
            "plaka",
            "vehicle",
            "taxpayer",
            "tax id",
            "tax_id",
            "taxid",
            "tax num",
            "tax_num",
            "tax file",
            "national id",
            "national_id",
            "nationalid",
            "citizen",
            "burgerservice",
            "rijksregister",
            "birth number",
            "medicare",
            "provider id",
            "health card",
            "korean",
            "personal code",
            "permit num",
            "visa num",
            "aadhar",
            "personal number",
            "personal id",
            "number is",
            "with your",
            "patient");

    /** Short ones, which a sign must follow. */
    private static final List<String> SHORT = List.of(
            "sin", "tfn", "abn", "acn", "mbi", "npi", "utr", "trn", "nif", "nie", "dni", "cpf", "pnr", "pan", "uen",
            "rrn", "frn", "brn", "tin", "itin", "nin", "bsn", "cnp", "egn", "oib", "sa id");

    private static final String AFTER_SHORT = " :=\"#.";

    private static final List<String> PHONE = List.of(
            "phone",
            "mobile",
            "mobil:",
            "mobil ",
            "tel:",
            "tel ",
            "tel.",
            "tel=",
            "tel\"",
            "telefon",
            "telepono",
            "fax",
            "cell:",
            "cell ",
            "whatsapp",
            "handy",
            "cep no",
            "desk:",
            "call me",
            "call us",
            "call him",
            "call her",
            "callback",
            "call back",
            "answering",
            "messages to",
            "msisdn",
            "sms to",
            "number is",
            "contact",
            "hotline",
            "dial-in");

    private static final List<String> CARD =
            List.of("credit card", "debit card", "card num", "card no", "card_num", "cardnum");

    private static final List<String> ACCOUNT =
            List.of("bank account", "account num", "account no", "account_num", "account_no", "kontonummer", "kontonr");

    private TellingWords() {}

    static List<String> national() {
        var all = new ArrayList<String>(NATIONAL);
        for (String word : SHORT) {
            for (int i = 0; i < AFTER_SHORT.length(); i++) {
                all.add(word + AFTER_SHORT.charAt(i));
            }
        }
        return all;
    }

    static List<String> socialSecurity() {
        return List.of("ssn", "social security", "social_security");
    }

    static List<String> card() {
        return CARD;
    }

    static List<String> account() {
        return ACCOUNT;
    }

    static List<String> phone() {
        return PHONE;
    }
}
