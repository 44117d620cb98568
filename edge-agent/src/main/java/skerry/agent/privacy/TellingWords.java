package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** Words that tell that a number near them is personal. */
final class TellingWords {
    /** Long enough not to be a part of other words; an underscore may stand for a blank. */
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
            "taxid",
            "tax num",
            "tax file",
            "national id",
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
            "patient",
            "insee",
            "sociale",
            "rodn",
            "isikukood",
            "asmens",
            "personas kod",
            "kennitala",
            "personnr",
            "contribuinte",
            "ro national",
            "numero nacional",
            "kimlik",
            "zehut",
            "my number",
            "mynumber",
            "individual number",
            "cedula",
            "rnokpp",
            "sozialvers",
            "sv-nummer",
            "social insurance",
            "ird num",
            "pps num",
            "pps no",
            "id no:",
            "id no.",
            "id no=");

    /** Of other scripts, or with letters of theirs. */
    private static final List<String> NATIONAL_FOREIGN = List.of(
            "\u0415\u0413\u041d", // Bulgaria
            "\u0420\u041d\u041e\u041a\u041f\u041f", // Ukraine
            "\u0406\u041f\u041d",
            "\u0418\u041d\u041d", // Russia
            "\u0421\u041d\u0418\u041b\u0421",
            "\u0391\u039c\u039a\u0391", // Greece
            "\u0391\u03a6\u039c",
            "\u8eab\u4efd\u8bc1", // China
            "\u8eab\u4efd\u8bc1\u53f7",
            "\u8eab\u4efd\u8bc1\u53f7\u7801",
            "\u8eab\u5206\u8b49\u5b57\u865f", // Taiwan
            "\u30de\u30a4\u30ca\u30f3\u30d0\u30fc", // Japan
            "\u500b\u4eba\u756a\u53f7",
            "\uc8fc\ubbfc\ub4f1\ub85d\ubc88\ud638", // Korea
            "\u05ea.\u05d6", // Israel
            "\u05ea\u05e2\u05d5\u05d3\u05ea \u05d6\u05d4\u05d5\u05ea",
            "\u0e1b\u0e23\u0e30\u0e0a\u0e32\u0e0a\u0e19", // Thailand
            "\u0408\u041c\u0411\u0413", // Serbia
            "EM\u0160O", // Slovenia
            "em\u0161o",
            "s\u00e9cu", // France
            "r.\u010d"); // Czechia

    private static final List<String> PHONE_FOREIGN = List.of(
            "t\u00e9l",
            "m\u00f3vil",
            "\u0442\u0435\u043b",
            "\u0422\u0435\u043b",
            "\u0442\u0435\u043b\u0435\u0444\u043e\u043d",
            "\u0422\u0435\u043b\u0435\u0444\u043e\u043d",
            "\u03c4\u03b7\u03bb",
            "\u03a4\u03b7\u03bb",
            "\u624b\u673a",
            "\u96fb\u8a71",
            "\u96fb\u8a71\u756a\u53f7",
            "\u7535\u8bdd",
            "\ud734\ub300\ud3f0",
            "\uc804\ud654",
            "\u05d8\u05dc\u05e4\u05d5\u05df");

    /** The colon of East Asia. */
    static final char WIDE_COLON = '\uff1a';

    /** Signs between such a word and a number. */
    private static final String AFTER_FOREIGN = " :=.\"'" + WIDE_COLON;

    /** Short ones, which a sign must follow. */
    private static final List<String> SHORT = List.of(
            "sin", "tfn", "abn", "acn", "mbi", "npi", "utr", "trn", "nif", "nie", "dni", "cpf", "pnr", "pan", "uen",
            "rrn", "frn", "brn", "tin", "itin", "nin", "bsn", "cnp", "egn", "oib", "sa id", "cpr", "rut", "nir", "ahv",
            "avs", "svnr", "sv-nr", "amka", "afm", "ppsn", "jmbg", "emso", "umcn", "cuil", "cuit", "curp", "fnr",
            "idnr", "hetu", "snils", "hkid", "taj", "inn", "tckn", "rnr", "nrn", "insz", "niss", "bvn", "thai_id",
            "tw_id");

    private static final String AFTER_SHORT = " :=\"#.'\\_-";

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
            "dial-in",
            "celular",
            "cellulare",
            "portable",
            "mobiel",
            "gsm:",
            "gsm=",
            "gsm ",
            "gsm\"",
            "tlf",
            "puh.",
            "puhelin",
            "natel",
            "fono",
            "callerid",
            "caller id",
            "caller number",
            "call from",
            "call to",
            "dialing",
            "dialling",
            "dialed",
            "dialled");

    /** Right before a number they lead to it. */
    private static final List<String> BEFORE_PHONES = both(
            PHONE_FOREIGN,
            List.of(
                    "phone",
                    "mobile",
                    "mobil",
                    "mobiel",
                    "tel",
                    "telefon",
                    "telefono",
                    "fono",
                    "fax",
                    "cell",
                    "cellulare",
                    "celular",
                    "whatsapp",
                    "handy",
                    "msisdn",
                    "hotline",
                    "number",
                    "num",
                    "no",
                    "nr",
                    "numero",
                    "sms",
                    "caller",
                    "callerid",
                    "caller id",
                    "natel",
                    "tlf",
                    "puh",
                    "gsm",
                    "desk",
                    "callback",
                    "number is",
                    "phone is",
                    "mobile is",
                    "call",
                    "call me",
                    "call us",
                    "call him",
                    "call her",
                    "me at",
                    "us at",
                    "him at",
                    "her at",
                    "me on",
                    "us on",
                    "him on",
                    "her on",
                    "reached at",
                    "reached on",
                    "call from",
                    "call to",
                    "sms to",
                    "messages to",
                    "dialing",
                    "dialling",
                    "dialed",
                    "dialled",
                    "answering"));

    private static final List<String> CARD =
            List.of("credit card", "debit card", "card num", "card no", "card_num", "cardnum");

    private static final List<String> ACCOUNT =
            List.of("bank account", "account num", "account no", "account_num", "account_no", "kontonummer", "kontonr");

    private TellingWords() {}

    static List<String> national() {
        var all = new ArrayList<String>();
        for (String word : NATIONAL) {
            all.add(word);
            if (word.indexOf(' ') > 0) {
                all.add(word.replace(' ', '_'));
            }
        }
        return with(with(all, SHORT, AFTER_SHORT), NATIONAL_FOREIGN, AFTER_FOREIGN);
    }

    private static List<String> both(List<String> some, List<String> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }

    private static List<String> with(List<String> others, List<String> words, String signs) {
        var all = new ArrayList<>(others);
        for (String word : words) {
            for (int i = 0; i < signs.length(); i++) {
                all.add(word + signs.charAt(i));
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

    static List<String> beforePhones() {
        return BEFORE_PHONES;
    }

    static List<String> phone() {
        return with(PHONE, PHONE_FOREIGN, AFTER_FOREIGN);
    }
}
