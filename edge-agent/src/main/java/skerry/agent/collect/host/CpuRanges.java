package skerry.agent.collect.host;

import java.util.BitSet;

/** Reads the kernel's lists of CPUs, such as {@code 1,3-5,9}. Source: kernel doc admin-guide/cputopology.rst. */
final class CpuRanges {
    private static final int MAX_CPUS = 8192;

    private CpuRanges() {}

    /** The CPUs of a list; parts that are no range are left out. */
    static BitSet parse(String list) {
        var cpus = new BitSet();
        for (String part : list.strip().split(",", -1)) {
            int dash = part.indexOf('-');
            int first = number(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : number(part.substring(dash + 1));
            if (first >= 0 && last >= first) {
                cpus.set(first, last + 1);
            }
        }
        return cpus;
    }

    private static int number(String digits) {
        try {
            int number = Integer.parseInt(digits.strip());
            return number < MAX_CPUS ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
