package skerry.agent.privacy;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;

/**
 * What libphonenumber knows of the numbers of the world. It is loaded with the first international number that is met, and
 * then holds the plan of one country code more for each that is asked for.
 */
final class PhoneLibrary {
    private static final String NO_REGION = "ZZ";

    private PhoneLibrary() {}

    /** Whether digits after a {@code +} have a known country code and a length that its numbers have. */
    static boolean possible(CharSequence digits) {
        if (digits.length() < 7 || digits.charAt(0) == '0') {
            return false;
        }
        var library = PhoneNumberUtil.getInstance();
        try {
            return library.isPossibleNumberWithReason(library.parse("+" + digits, NO_REGION))
                    == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
        } catch (NumberParseException e) {
            return false;
        }
    }
}
