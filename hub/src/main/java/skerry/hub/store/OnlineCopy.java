package skerry.hub.store;

import java.io.IOException;
import java.io.OutputStream;

/** Files that can be copied while they are in use, all as of one moment. Thread-safe. */
public interface OnlineCopy {
    /** What a file holds. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Who takes the copies. */
    interface Taker {
        /** Told, before any file, up to which durable commit the files go. */
        void upTo(long lsn);

        /**
         * Takes one file, or leaves it if it is known.
         *
         * @param name below the data folder, such as {@code day/day-2026-11-21.db}
         * @param mark stays the same as long as the file does; empty where only reading it tells
         */
        void take(String name, String mark, Content content) throws IOException;
    }

    /** @throws IOException one sentence; what was taken is then no whole copy */
    void copyTo(Taker taker) throws IOException;
}
