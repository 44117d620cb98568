package skerry.agent.collect;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Reads small text files of the kernel whole into one reused buffer, and walks them by line and by word without making
 * objects. Not thread-safe: each collector owns one.
 *
 * <p>Words are separated by spaces and tabs. Errors name the file, and where known the line.
 */
public final class KernelText {
    /** No file of {@code /proc} or {@code /sys} that we read is this large, not even {@code stat} with 1,024 CPUs. */
    static final int MAX_BYTES = 4 << 20;

    private static final int FIRST_CAPACITY = 512;
    private static final int EXACT_DIGITS = 18;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;
    private File file = new File("");
    private int lineNumber;
    private int nextLine;
    private int lineStart;
    private int lineEnd;
    private int cursor;
    private int wordStart;
    private int wordEnd;

    /**
     * Reads a file and stands before its first line.
     *
     * @return whether the file exists
     * @throws IOException if it exists but cannot be read, or is larger than 4 MiB; names the file
     */
    public boolean read(File source) throws IOException {
        file = source;
        length = 0;
        rewind();
        try (var in = new FileInputStream(source)) {
            int count;
            while ((count = in.read(bytes, length, bytes.length - length)) > 0) {
                length += count;
                if (length == bytes.length) {
                    if (length >= MAX_BYTES) {
                        throw new IOException("it is larger than " + MAX_BYTES + " bytes");
                    }
                    bytes = Arrays.copyOf(bytes, length * 2);
                }
            }
            return true;
        } catch (FileNotFoundException e) {
            length = 0;
            if (!source.exists()) {
                return false;
            }
            throw new IOException("cannot read " + e.getMessage(), e);
        } catch (IOException e) {
            length = 0;
            throw new IOException("cannot read " + source + ": " + e.getMessage(), e);
        }
    }

    /** Stands before the first line again. */
    public void rewind() {
        lineNumber = 0;
        nextLine = 0;
        lineStart = 0;
        lineEnd = 0;
        cursor = 0;
        wordStart = 0;
        wordEnd = 0;
    }

    /** As {@link #read}, for a file that every Linux has. */
    public void readRequired(File source) throws IOException {
        if (!read(source)) {
            throw new IOException("cannot read " + source + ": there is no such file");
        }
    }

    /**
     * The whole content of a one-value file without white space around it; nothing if the file is missing, or if the
     * driver behind it has no value now.
     */
    public Optional<String> value(File source) {
        return readQuietly(source)
                ? Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8).strip())
                : Optional.empty();
    }

    /** The number in a one-value file, decimal or with {@code 0x}; nothing where {@link #value} has nothing. */
    public OptionalDouble number(File source) {
        if (!readQuietly(source) || !nextLine() || !nextWord()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(startsWith("0x") ? (double) hex() : number());
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    private boolean readQuietly(File source) {
        try {
            // Asked first, because most machines lack most of these files, and an exception costs more than a question.
            return source.exists() && read(source);
        } catch (IOException e) {
            return false;
        }
    }

    /** Goes to the next line; false after the last. */
    public boolean nextLine() {
        if (nextLine >= length) {
            return false;
        }
        lineStart = nextLine;
        cursor = lineStart;
        lineEnd = lineStart;
        while (lineEnd < length && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        nextLine = lineEnd + 1;
        lineNumber++;
        return true;
    }

    /** Goes to the next word of the line; false after the last. */
    public boolean nextWord() {
        int start = cursor;
        while (start < lineEnd && isBlank(bytes[start])) {
            start++;
        }
        int end = start;
        while (end < lineEnd && !isBlank(bytes[end])) {
            end++;
        }
        wordStart = start;
        wordEnd = end;
        cursor = end;
        return end > start;
    }

    /**
     * Takes what is left of the line up to the last {@code separator} as the word, without blanks around it, and goes
     * behind the separator; false if there is none.
     */
    public boolean nextUntilLast(char separator) {
        int at = lineEnd - 1;
        while (at >= cursor && bytes[at] != separator) {
            at--;
        }
        return at >= cursor && wordUpTo(at);
    }

    /** As {@link #nextUntilLast}, for the first {@code separator}. */
    public boolean nextUntil(char separator) {
        int at = cursor;
        while (at < lineEnd && bytes[at] != separator) {
            at++;
        }
        return at < lineEnd && wordUpTo(at);
    }

    private boolean wordUpTo(int separator) {
        wordStart = cursor;
        wordEnd = separator;
        cursor = separator + 1;
        while (wordStart < wordEnd && isBlank(bytes[wordStart])) {
            wordStart++;
        }
        while (wordEnd > wordStart && isBlank(bytes[wordEnd - 1])) {
            wordEnd--;
        }
        return true;
    }

    /** Skips words; false if the line ends before. */
    public boolean skipWords(int count) {
        for (int i = 0; i < count; i++) {
            if (!nextWord()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the word is {@code text}, which must be ASCII. */
    public boolean is(String text) {
        return wordEnd - wordStart == text.length() && startsWith(text);
    }

    /** Whether the word begins with {@code text}, which must be ASCII. */
    public boolean startsWith(String text) {
        if (wordEnd - wordStart < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[wordStart + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Cuts {@code count} bytes off the beginning of the word. */
    public void dropFirst(int count) {
        wordStart = Math.min(wordEnd, wordStart + count);
    }

    /** Cuts one byte off the end of the word if it is {@code last}. */
    public void dropLast(char last) {
        if (wordEnd > wordStart && bytes[wordEnd - 1] == last) {
            wordEnd--;
        }
    }

    public String word() {
        return new String(bytes, wordStart, wordEnd - wordStart, StandardCharsets.UTF_8);
    }

    /** What is left of the line, without blanks around it. */
    public String rest() {
        return new String(bytes, cursor, lineEnd - cursor, StandardCharsets.UTF_8).strip();
    }

    /** Whether the line as a whole is equal to {@code other}. */
    public boolean lineIs(byte[] other) {
        return Arrays.equals(bytes, lineStart, lineEnd, other, 0, other.length);
    }

    /** A copy of the line as a whole. */
    public byte[] line() {
        return Arrays.copyOfRange(bytes, lineStart, lineEnd);
    }

    /**
     * The word as a decimal number.
     *
     * @throws IOException if it is none; names the file and the line
     */
    public double number() throws IOException {
        long digits = 0;
        boolean negative = wordStart < wordEnd && bytes[wordStart] == '-';
        int start = negative ? wordStart + 1 : wordStart;
        boolean plain = wordEnd > start && wordEnd - start <= EXACT_DIGITS;
        for (int i = start; plain && i < wordEnd; i++) {
            int digit = bytes[i] - '0';
            plain = digit >= 0 && digit <= 9;
            digits = digits * 10 + digit;
        }
        if (plain) {
            return (double) (negative ? -digits : digits);
        }
        try {
            return Double.parseDouble(word());
        } catch (NumberFormatException e) {
            throw broken("'" + word() + "' is not a number", e);
        }
    }

    /** A decimal number, or nothing if {@code text} is none. */
    public static OptionalDouble parseNumber(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Goes to the next word and takes it as a decimal number.
     *
     * @throws IOException if the line ends or the word is no number; names the file and the line
     */
    public double nextNumber() throws IOException {
        if (!nextWord()) {
            throw broken("the line is too short", null);
        }
        return number();
    }

    /**
     * The word as a hexadecimal number, with or without {@code 0x}.
     *
     * @throws IOException if it is none or has more than 63 bits; names the file and the line
     */
    public long hex() throws IOException {
        if (startsWith("0x")) {
            dropFirst(2);
        }
        try {
            return Long.parseLong(word(), 16);
        } catch (NumberFormatException e) {
            throw broken("'" + word() + "' is not a hexadecimal number", e);
        }
    }

    /** An error that says where in which file. */
    public IOException broken(String what, @Nullable Throwable cause) {
        return new IOException("cannot understand " + file + " line " + lineNumber + ": " + what, cause);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
