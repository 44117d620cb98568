package skerry.platform.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Functions of the C library by Java's own foreign function interface, on 64-bit machines alone. Every function is called in one
 * shape, six words and a word back, since each further shape has Java make some 16 classes: a function takes of the words what
 * it knows, as the calling conventions of all 64-bit Linux machines have it. Thread-safe. Source: System V ABI for x86-64, section
 * 3.2.3; Procedure Call Standard for AArch64, section 6.8.
 */
public final class CLibrary {
    private final MethodHandle call;
    private final SymbolLookup symbols;

    /** A function of the library. */
    public final class Function {
        private final MemorySegment address;

        private Function(MemorySegment address) {
            this.address = address;
        }

        /**
         * Calls it; a word is a whole number or the address of a buffer.
         *
         * @return of a function whose answer is an {@code int} the low half alone has a meaning: see {@link #callInt}
         */
        public long call(long a, long b, long c, long d, long e, long f) {
            try {
                return (long) call.invokeExact(address, a, b, c, d, e, f);
            } catch (Throwable thrown) {
                throw new IllegalStateException("calling the C library", thrown);
            }
        }

        /** As {@link #call}, of a function whose answer is an {@code int}. */
        public int callInt(long a, long b, long c, long d) {
            return (int) call(a, b, c, d, 0, 0);
        }
    }

    @SuppressWarnings("restricted") // the programs are started with --enable-native-access
    private CLibrary() {
        var linker = Linker.nativeLinker();
        call = linker.downcallHandle(
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        symbols = linker.defaultLookup();
    }

    /** Nothing where Java or the machine's word size does not allow it. */
    public static Optional<CLibrary> load() {
        if (ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CLibrary());
        } catch (UnsupportedOperationException | IllegalCallerException e) {
            return Optional.empty();
        }
    }

    /** @throws NoSuchElementException if the library has none of this name */
    public Function function(String name) {
        return new Function(symbols.find(name).orElseThrow());
    }

    /** Zeros, in the machine's order of bytes, at an address that stays while the buffer is held. */
    public static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** The text as C has it, in UTF-8 and with a zero at its end; a zero within ends it sooner. */
    public static ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return memory(bytes.length + 1).put(0, bytes);
    }

    /** Where a buffer of {@link #memory} begins. The caller holds the buffer until the call is over. */
    public static long address(ByteBuffer memory) {
        return MemorySegment.ofBuffer(memory).address();
    }
}
