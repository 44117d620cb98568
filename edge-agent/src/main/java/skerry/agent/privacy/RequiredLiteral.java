package skerry.agent.privacy;

/** Finds what every match of an expression must hold, so that the one automaton of all triggers tells where to try it. */
final class RequiredLiteral {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 12;
    private static final String SIGNS = "-_.:/=@ ";
    private static final String QUANTIFIERS = "?*+{";

    private final String expression;
    private final StringBuilder run = new StringBuilder();
    private String best = "";

    private RequiredLiteral(String expression) {
        this.expression = expression;
    }

    /**
     * The longest run of letters, digits and usual signs that stands outside of groups, classes and what may be left out.
     *
     * @throws IllegalArgumentException if there is none, or the expression is tied to the ends of a text
     */
    static String of(String expression) {
        return new RequiredLiteral(expression).find();
    }

    private String find() {
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\' && i + 1 < expression.length()) {
                i++;
                literal(CharClass.is(expression.charAt(i), CharClass.ALNUM) ? 0 : expression.charAt(i), depth, i);
            } else if (c == '[') {
                flush();
                i = classEnd(i);
            } else if (c == '(' || c == ')') {
                flush();
                depth += c == '(' ? 1 : -1;
            } else if (c == '^' || c == '$') {
                throw problem("ties itself to an end of the text by '" + c + "' at character " + (i + 1)
                        + "; lines are looked at in parts, so leave it out");
            } else if (c == '|' && depth == 0) {
                throw problem("has alternatives at character " + (i + 1)
                        + " that have nothing in common; write a rule for each");
            } else if (c == '{') {
                i = Math.max(i, expression.indexOf('}', i));
                flush();
            } else {
                literal(c, depth, i);
            }
        }
        flush();
        if (best.length() < SHORTEST) {
            throw problem("has no " + SHORTEST + " letters, digits or signs in a row that every match holds outside of "
                    + "brackets, such as TCK- in TCK-[0-9]{6}; without them each line would have to be tried");
        }
        return best.substring(0, Math.min(best.length(), LONGEST));
    }

    private void literal(char c, int depth, int index) {
        boolean repeated = index + 1 < expression.length() && QUANTIFIERS.indexOf(expression.charAt(index + 1)) >= 0;
        boolean plain = CharClass.is(c, CharClass.ALNUM) || (c != 0 && SIGNS.indexOf(c) >= 0 && !isDot(c, index));
        if (depth == 0 && plain && !repeated) {
            run.append(c);
        } else {
            flush();
        }
    }

    /** A dot without a back-slash stands for anything. */
    private boolean isDot(char c, int index) {
        return c == '.' && (index == 0 || expression.charAt(index - 1) != '\\');
    }

    private int classEnd(int open) {
        int i = open + 1;
        i += i < expression.length() && expression.charAt(i) == '^' ? 1 : 0;
        i += i < expression.length() && expression.charAt(i) == ']' ? 1 : 0;
        while (i < expression.length() && expression.charAt(i) != ']') {
            if (expression.charAt(i) == '[' && expression.startsWith("[:", i)) {
                i = Math.max(i, expression.indexOf(":]", i) + 1);
            }
            i += i < expression.length() && expression.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    private void flush() {
        if (run.length() > best.length()) {
            best = run.toString();
        }
        run.setLength(0);
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException("has the expression '" + expression + "', which " + what);
    }
}
