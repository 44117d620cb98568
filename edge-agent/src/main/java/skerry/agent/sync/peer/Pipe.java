package skerry.agent.sync.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.IntPredicate;

/** Leads bytes both ways between two connections until one of them ends, and cuts both then. */
final class Pipe {
    private static final int BUFFER = 8 * 1024;

    private Pipe() {}

    /** One side. */
    interface End extends Closeable {
        InputStream in() throws IOException;

        OutputStream out() throws IOException;

        /** Makes whatever goes on here fail, without a farewell that could wait. */
        @Override
        void close();
    }

    /** A socket without TLS of its own. */
    record Plain(Socket socket) implements End {
        @Override
        public InputStream in() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    /** @param mayPass asked with the length of each piece that came, before it goes on; false ends both */
    static void run(End one, End other, IntPredicate mayPass) {
        Thread back = Thread.ofVirtual().name("peer-pipe").start(() -> copy(other, one, mayPass));
        copy(one, other, mayPass);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(End from, End to, IntPredicate mayPass) {
        byte[] piece = new byte[BUFFER];
        try {
            InputStream in = from.in();
            OutputStream out = to.out();
            for (int length = in.read(piece); length >= 0 && mayPass.test(length); length = in.read(piece)) {
                out.write(piece, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            // One of the two was lost, and whoever uses the other sees it end.
        } finally {
            from.close();
            to.close();
        }
    }
}
