package skerry.agent.wear;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.series.Labels;

/**
 * What was written to each SD card and eMMC since this agent first saw it, and how much of it by the agent. Looked at once a minute, kept
 * once an hour and at the end, so that a power cut costs an hour of the count at most. Owned by the collecting thread; {@link #close}
 * after that has ended. Source: kernel doc block/stat.rst, driver-api/mmc/mmc-dev-attrs.rst; proc_pid_io(5).
 */
public final class CardWear implements Collector, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CardWear.class.getName());
    private static final Pattern CARD = Pattern.compile("mmcblk\\d{1,3}");
    private static final long SECTOR = 512;
    private static final int BEFORE_WRITTEN = 6;
    private static final long LOOK_EVERY = 60_000;
    private static final long KEEP_EVERY = 3_600_000;
    /** No clock that is right says less: a card that was first seen without one is dated once there is one. */
    private static final Instant FIRST_DATE = Instant.parse("2025-01-01T00:00:00Z");

    private static final MetricFamily INFO = MetricFamily.gauge(
            "skerry_card_info",
            "An SD card or eMMC: its size in bytes, since when the agent counts (Unix time), and the life used, in tenths, by its own estimate then.",
            "bytes",
            "device",
            "life",
            "since");
    private static final MetricFamily WRITTEN = MetricFamily.gauge(
            "skerry_card_written_bytes", "Bytes written to the card since the agent first saw it, over all boots.");
    private static final MetricFamily OWN = MetricFamily.gauge(
            "skerry_card_agent_written_bytes", "The part of skerry_card_written_bytes that the agent itself wrote.");

    private final KernelText text = new KernelText();
    private final File block;
    private final File ownIo;
    private final String dataDevice;
    private final WearBook book;
    private final Bytes bootId;
    private final InstantSource wall;
    private final MonotonicClock mono;
    private final Map<String, Card> cards;
    private final boolean none;
    private final long startedAt;
    private List<Slot> slots = List.of();
    private long nextLook;
    private long nextKeep;
    private long ownBefore;

    /** Where a card is now. */
    private record Slot(String device, String key, Labels labels, Labels info, boolean ours) {}

    /**
     * @param book where the counts are kept
     * @param dataDevice what the agent's folder is on, such as {@code /dev/mmcblk0p2}
     * @param ownProcess {@code /proc/self}
     */
    public CardWear(
            HostPaths paths,
            Path book,
            String dataDevice,
            Path ownProcess,
            Bytes bootId,
            InstantSource wall,
            MonotonicClock mono) {
        this.block = paths.sysfs().resolve("block").toFile();
        this.ownIo = ownProcess.resolve("io").toFile();
        this.dataDevice = dataDevice;
        this.book = new WearBook(book);
        this.bootId = bootId;
        this.wall = wall;
        this.mono = mono;
        this.none = devices().isEmpty();
        this.cards = none ? Map.of() : this.book.read();
        this.startedAt = mono.millis();
        this.nextLook = startedAt;
        this.nextKeep = startedAt;
    }

    @Override
    public String name() {
        return "card_wear";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        if (none) {
            return;
        }
        long now = mono.millis();
        if (now >= nextLook) {
            nextLook = now + LOOK_EVERY;
            look(now);
            if (now >= nextKeep && !cards.isEmpty()) {
                nextKeep = now + KEEP_EVERY;
                book.write(cards);
            }
        }
        for (Slot slot : slots) {
            Card card = cards.get(slot.key());
            if (card != null) {
                sink.add(INFO, slot.info(), 1);
                sink.add(WRITTEN, slot.labels(), (double) card.written());
                if (slot.ours()) {
                    sink.add(OWN, slot.labels(), (double) card.own());
                }
            }
        }
    }

    /** Keeps the counts. */
    @Override
    public void close() {
        if (none) {
            return;
        }
        try {
            look(mono.millis());
            if (!cards.isEmpty()) {
                book.write(cards);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what was written to cards in the last hour is not remembered: {0}", e.getMessage());
        }
    }

    private void look(long now) throws IOException {
        long own = ownWritten();
        long more = Math.max(0, own - ownBefore);
        ownBefore = own;
        List<String> devices = devices();
        var found = new ArrayList<Slot>();
        for (String device : devices) {
            OptionalLong counter = counter(device);
            if (counter.isPresent()) {
                String key = key(device);
                boolean ours = isOurs(device, devices.size());
                Card before = cards.getOrDefault(key, first(key, device, counter.getAsLong()));
                Card card = dated(before.counted(bootId, counter.getAsLong()).withOwn(ours ? more : 0), now);
                cards.remove(key); // so that it is the one that was last seen
                cards.put(key, card);
                found.add(new Slot(device, key, Labels.of("device", device), info(device, card), ours));
            }
        }
        slots = found;
    }

    private Card first(String key, String device, long counter) {
        return new Card(key, wall.millis(), 0, 0, life(device), bootId, counter);
    }

    /** What began without a date has one as soon as the clock has. */
    private Card dated(Card card, long now) {
        long wallNow = wall.millis();
        return card.sinceMillis() < FIRST_DATE.toEpochMilli() && wallNow >= FIRST_DATE.toEpochMilli()
                ? card.since(wallNow - (now - startedAt))
                : card;
    }

    private Labels info(String device, Card card) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("device", device);
        labels.put("since", Long.toString(card.sinceMillis() / 1000));
        text.number(new File(block, device + "/size"))
                .ifPresent(sectors -> labels.put("bytes", Long.toString((long) (sectors * SECTOR))));
        if (card.firstLife() > 0) {
            labels.put("life", Integer.toString(card.firstLife()));
        }
        return Labels.of(labels);
    }

    private List<String> devices() {
        String[] names = block.list();
        return names == null
                ? List.of()
                : List.of(names).stream()
                        .filter(name -> CARD.matcher(name).matches())
                        .sorted()
                        .toList();
    }

    /** {@code /dev/root} is what a kernel without an initramfs calls the card that it started from. */
    private boolean isOurs(String device, int of) {
        return dataDevice.startsWith("/dev/" + device) || (dataDevice.equals("/dev/root") && of == 1);
    }

    private OptionalLong counter(String device) throws IOException {
        if (!text.read(new File(block, device + "/stat")) || !text.nextLine() || !text.skipWords(BEFORE_WRITTEN)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) (text.nextNumber() * SECTOR));
    }

    /** Of the card's register CID, which is its own; a reader in between may hide it. */
    private String key(String device) {
        String number = text.value(new File(block, device + "/device/cid")).orElse(device);
        var sum = new CRC32C();
        sum.update(number.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    /** The higher of two estimates, in tenths; 0 for none. */
    private int life(String device) {
        int most = 0;
        Optional<String> estimates = text.value(new File(block, device + "/device/life_time"));
        for (String estimate : estimates.orElse("").split(" ", -1)) {
            try {
                most = Math.max(most, Integer.decode(estimate));
            } catch (NumberFormatException e) {
                // An SD card, or a chip older than eMMC 5.0.
            }
        }
        return most;
    }

    private long ownWritten() throws IOException {
        if (text.read(ownIo)) {
            while (text.nextLine()) {
                if (text.nextUntil(':') && text.is("write_bytes")) {
                    return (long) text.nextNumber();
                }
            }
        }
        return ownBefore;
    }
}
