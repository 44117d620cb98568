package skerry.hub.store.sqlite;

import skerry.hub.store.Track;
import skerry.protocol.ProtocolException;
import skerry.protocol.payload.ColumnReader;
import skerry.protocol.payload.ColumnWriter;
import skerry.protocol.sketch.Bins;
import skerry.protocol.sketch.Sketch;

/**
 * Sketches of a distribution as they are stored, one after the other: zeros, how many bins, and for each bin its step beyond the
 * next one and its count. Nothing is lost.
 */
final class SketchTracks {
    private SketchTracks() {}

    static void write(ColumnWriter out, Track.Distribution track) {
        for (int i = 0; i < track.size(); i++) {
            Sketch sketch = track.sketch(i);
            out.varint(sketch.zeros()).varint(sketch.size());
            int next = Bins.FIRST;
            for (int bin = 0; bin < sketch.size(); bin++) {
                out.varint(sketch.bin(bin) - next).varint(sketch.count(bin));
                next = sketch.bin(bin) + 1;
            }
        }
    }

    /** @throws IllegalArgumentException if what is stored is no sketch */
    static Track read(ColumnReader in, int[] places) throws ProtocolException {
        var sketches = new Sketch[places.length];
        for (int i = 0; i < sketches.length; i++) {
            long zeros = in.varint();
            int size = in.varint(0, Bins.LAST - Bins.FIRST + 1);
            int[] bins = new int[size];
            long[] counts = new long[size];
            int next = Bins.FIRST;
            for (int bin = 0; bin < size; bin++) {
                bins[bin] = next + in.varint(0, Bins.LAST - Bins.FIRST);
                counts[bin] = in.varint();
                next = bins[bin] + 1;
            }
            sketches[i] = new Sketch(zeros, bins, counts);
        }
        return new Track.Distribution(places, sketches);
    }
}
