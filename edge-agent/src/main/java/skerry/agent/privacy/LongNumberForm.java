package skerry.agent.privacy;

/** Any number of so many digits, in one piece or in groups, where a word tells what it is. */
final class LongNumberForm implements Form {
    private final int least;
    private final int most;

    LongNumberForm(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public int end(Text text, int start, boolean told) {
        int digits = 0;
        int at = start;
        int end = -1;
        while (digits <= most) {
            int group = at;
            at = text.skip(group, CharClass.DIGIT, most + 1);
            if (at == group) {
                break;
            }
            digits += at - group;
            end = at;
            at += text.at(at) == ' ' || text.at(at) == '-' ? 1 : 0;
        }
        return digits >= least && digits <= most && !CharClass.word(text.at(end)) ? end : -1;
    }
}
