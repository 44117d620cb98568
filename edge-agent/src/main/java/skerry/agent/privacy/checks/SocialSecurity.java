package skerry.agent.privacy.checks;

/** Social security numbers of the USA: three digits of area, two of group, four of serial, none of them all zeros. */
public final class SocialSecurity {
    private SocialSecurity() {}

    /**
     * Whether the nine digits may be such a number, or the number of a taxpayer who has none (which starts with 9). No check
     * digit: most numbers of nine digits may.
     */
    public static boolean plausible(String d) {
        return d.length() == 9
                && !d.startsWith("000")
                && !d.startsWith("666")
                && !d.startsWith("00", 3)
                && !d.endsWith("0000");
    }
}
