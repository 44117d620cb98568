package skerry.agent.privacy.checks;

import java.util.SortedSet;
import java.util.TreeSet;

/** International bank account numbers (ISO 13616): a known country, its length, and the remainder 1 of 97. */
public final class Iban {
    public static final int LONGEST = 34;

    /** Country and length, by the registry that SWIFT keeps. */
    private static final String REGISTRY =
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 "
                    + "DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 "
                    + "IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 "
                    + "NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 "
                    + "SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private Iban() {}

    /** The countries that have them, in order. */
    public static SortedSet<String> countries() {
        var countries = new TreeSet<String>();
        for (String entry : REGISTRY.split(" ", -1)) {
            countries.add(entry.substring(0, 2));
        }
        return countries;
    }

    /** How many characters a number of the country has, or 0 if it has none. */
    public static int length(String country) {
        int at = REGISTRY.indexOf(country);
        return at < 0 || at % 5 != 0 ? 0 : Integer.parseInt(REGISTRY.substring(at + 2, at + 4));
    }

    /** Whether the number, in capitals and without blanks, has the length of its country and the right check digits. */
    public static boolean is(String number) {
        if (number.length() < 15 || number.length() != length(number.substring(0, 2))) {
            return false;
        }
        int rest = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt((i + 4) % number.length());
            rest = c <= '9' ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
        }
        return rest == 1;
    }
}
