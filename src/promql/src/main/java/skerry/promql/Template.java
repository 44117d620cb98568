package skerry.promql;

import com.google.re2j.Matcher;

/** Fills in what a regular expression caught: {@code $1}, {@code ${1}}, {@code $name}, and {@code $$} for a dollar. */
final class Template {
    private final String text;

    Template(String text) {
        this.text = text;
    }

    /** What the expression has no group for is filled in as nothing. */
    String filled(Matcher caught) {
        var filled = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            filled.append(text, at, dollar);
            at = reference(dollar, caught, filled);
        }
        return filled.append(text, at, text.length()).toString();
    }

    /** Reads one reference, and says where it ends; what is none stays as it is. */
    private int reference(int dollar, Matcher caught, StringBuilder filled) {
        int start = dollar + 1;
        if (text.startsWith("$", start)) {
            filled.append('$');
            return start + 1;
        }
        boolean isBraced = text.startsWith("{", start);
        int nameStart = isBraced ? start + 1 : start;
        int nameEnd = nameStart;
        while (nameEnd < text.length() && isNamePart(text.charAt(nameEnd))) {
            nameEnd++;
        }
        boolean isClosed = !isBraced || text.startsWith("}", nameEnd);
        if (nameEnd == nameStart || !isClosed) {
            filled.append('$');
            return start;
        }
        filled.append(group(text.substring(nameStart, nameEnd), caught));
        return isBraced ? nameEnd + 1 : nameEnd;
    }

    private static String group(String name, Matcher caught) {
        boolean isNumber = name.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            Integer index = caught.pattern().namedGroups().get(name);
            return index == null ? "" : caught(index, caught);
        }
        return name.length() > 4 ? "" : caught(Integer.parseInt(name), caught);
    }

    private static String caught(int index, Matcher caught) {
        String group = index <= caught.groupCount() ? caught.group(index) : null;
        return group == null ? "" : group;
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
