package skerry.system.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import skerry.agent.sync.Downlink;
import skerry.agent.sync.Publication;
import skerry.agent.sync.SessionAction;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.Uplink;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;

/** A broker and the roads to it: drops, doubles, delays and swaps what it carries, and checks what an onlooker can. */
final class Network {
    private static final int MOST_UNDER_WAY = 8;
    private static final long WILL_DELAY = 15_000;

    private final Timeline time;
    private final SplittableRandom random;
    private final Diary diary;
    private final ModelHub hub;
    private final Mutation mutation;
    private final Map<BatchKey, byte[]> published = new HashMap<>();
    private boolean calm;
    private boolean up = true;
    /** A broker that ended forgot what it carried. */
    private long brokerLife;

    private ModelAgent.@Nullable Life client;
    private long attempt;
    private boolean connected;
    private Bytes will = Bytes.of(new byte[0]);
    private byte @Nullable [] birth;
    private long connectedAt;
    private int said;
    private boolean answered;

    /** A broker keeps the order within a topic; that of receipts is swapped all the same, that of the hub's state not. */
    private long statesSaid;

    private long statesHeard;

    Network(Timeline time, SplittableRandom random, Diary diary, ModelHub hub, Mutation mutation) {
        this.time = time;
        this.random = random;
        this.diary = diary;
        this.hub = hub;
        this.mutation = mutation;
    }

    void calm() {
        calm = true;
        up = true;
    }

    /** All batches that were ever published. */
    Set<BatchKey> published() {
        return published.keySet();
    }

    // ---- the agent's end

    void perform(ModelAgent.Life life, SessionAction action) {
        switch (action) {
            case SessionAction.Connect(long of, Bytes itsWill) -> connect(life, of, itsWill);
            case SessionAction.Subscribe(long of) ->
                time.after(latency(), () -> tell(life, of, new SessionInput.Subscribed(of, 1)));
            case SessionAction.Publish(long of, Publication publication) -> publish(life, of, publication);
            case SessionAction.Disconnect(long of) -> {
                if (client == life && attempt == of) {
                    leave();
                }
            }
            case SessionAction.Raise(String sentence) -> diary.note("agent: " + sentence);
            case SessionAction.HubClock _, SessionAction.Obey _, SessionAction.TakePiece _ -> {
                // Nothing here follows the hub's clock, or asks anything of an agent.
            }
        }
    }

    /** The agent's process or machine is gone; the broker will notice. */
    void agentGone() {
        if (connected) {
            sayWill();
        }
        leave();
    }

    private void leave() {
        client = null;
        connected = false;
        attempt = 0;
    }

    private void connect(ModelAgent.Life life, long of, Bytes itsWill) {
        client = life;
        attempt = of;
        connected = false;
        int fate = calm ? 0 : random.nextInt(10);
        time.after(latency() * 3, () -> {
            if (!isOf(life, of) || fate == 9) {
                return;
            }
            if (!up || fate == 8) {
                life.feed(new SessionInput.ConnectFailed(of, false, "refused"));
                return;
            }
            connected = true;
            will = itsWill;
            connectedAt = time.now();
            said = 0;
            answered = false;
            int receiveMaximum = random.nextInt(3) == 0 ? 2 + random.nextInt(20) : 65_535;
            life.feed(new SessionInput.Connected(of, receiveMaximum, Integer.MAX_VALUE));
            hub.tellState();
        });
    }

    private boolean isOf(ModelAgent.Life life, long of) {
        return client == life && attempt == of && life.isRunning();
    }

    private void tell(ModelAgent.Life life, long of, SessionInput input) {
        if (isOf(life, of) && connected) {
            life.feed(input);
        }
    }

    private void publish(ModelAgent.Life life, long of, Publication publication) {
        watch(life, publication);
        long born = brokerLife;
        time.after(latency(), () -> {
            if (!isOf(life, of) || !connected || born != brokerLife) {
                return;
            }
            boolean full = !calm && publication.uplink() == Uplink.BATCH && random.nextInt(40) == 0;
            boolean nobody = publication.uplink().qos() > 0 && !hub.isUp() && random.nextBoolean();
            int code = nobody ? 0x10 : full ? 0x97 : 0;
            time.after(latency(), () -> {
                if (born == brokerLife && isOf(life, of) && connected) {
                    publication.key().ifPresent(key -> mutation.published(key, life.outbox()));
                    life.feed(new SessionInput.Published(of, publication.token(), code));
                }
            });
            if (publication.uplink() == Uplink.STATE) {
                birth = publication.payload();
            }
            if (code == 0) {
                carryUp(publication.uplink(), publication.key(), publication.payload());
            }
        });
    }

    private void carryUp(Uplink uplink, Optional<BatchKey> key, byte[] payload) {
        long born = brokerLife;
        for (int i = copies(); i > 0; i--) {
            time.after(delay(), () -> {
                if (born == brokerLife) {
                    hub.hear(uplink, key, payload);
                }
            });
        }
    }

    // ---- the hub's end

    /** The hub comes to the broker and finds what is kept there. */
    void hubArrived() {
        byte[] kept = birth;
        if (up && kept != null) {
            hub.hear(Uplink.STATE, Optional.empty(), kept);
        }
    }

    void hubSays(Downlink downlink, byte[] payload) {
        long born = brokerLife;
        long number = downlink == Downlink.HUB_STATE ? ++statesSaid : Long.MAX_VALUE;
        for (int i = copies(); i > 0; i--) {
            time.after(delay(), () -> {
                var life = client;
                if (born == brokerLife && connected && life != null && life.isRunning() && number > statesHeard) {
                    statesHeard = number == Long.MAX_VALUE ? statesHeard : number;
                    answered |= downlink == Downlink.HELLO;
                    life.feed(new SessionInput.Received(attempt, downlink, Bytes.of(payload)));
                }
            });
        }
    }

    // ---- what goes wrong

    void cut() {
        var life = client;
        if (connected && life != null) {
            diary.fault(Fault.CONNECTION_CUT, "connection cut");
            lose(life);
        }
    }

    private void lose(ModelAgent.Life life) {
        long was = attempt;
        sayWill();
        connected = false;
        life.feed(new SessionInput.Lost(was, "cut"));
    }

    private void sayWill() {
        byte[] last = will.toArray();
        time.after(WILL_DELAY, () -> hub.hear(Uplink.STATE, Optional.empty(), last));
    }

    void breakDown(long millis) {
        diary.fault(Fault.BROKER_DOWN, "broker down for " + millis + " ms");
        brokerLife++;
        up = false;
        birth = null;
        var life = client;
        if (connected && life != null) {
            lose(life);
        }
        time.after(millis, () -> up = true);
    }

    private int copies() {
        if (calm) {
            return 1;
        }
        int fate = random.nextInt(100);
        if (fate < 10) {
            diary.fault(Fault.MESSAGE_DROPPED);
            return 0;
        }
        if (fate < 20) {
            diary.fault(Fault.MESSAGE_DOUBLED);
            return 2;
        }
        return 1;
    }

    private long latency() {
        return 1L + random.nextInt(calm ? 50 : 400);
    }

    private long delay() {
        if (!calm && random.nextInt(8) == 0) {
            diary.fault(Fault.MESSAGE_DELAYED);
            return random.nextInt(90_000);
        }
        return random.nextInt(100);
    }

    // ---- what an onlooker sees

    private static String shortly(BatchKey key) {
        return "%04x %s %d".formatted(key.epoch() >>> 48, key.stream(), key.seq());
    }

    private void watch(ModelAgent.Life life, Publication publication) {
        said++;
        if (said == 1) {
            Promise.keep(publication.uplink() == Uplink.LIVE, "live came after " + publication.uplink());
            Promise.keep(time.now() - connectedAt <= 5_000, "live came more than 5 s after the connection");
        }
        publication.key().ifPresent(key -> {
            diary.note("sent " + shortly(key));
            Promise.keep(answered || key.stream() == Stream.EVENTS, "history came before the hub's answer");
            byte[] before = published.putIfAbsent(key, publication.payload());
            Promise.keep(
                    before == null || Arrays.equals(before, publication.payload()),
                    "one number was given to two batches: " + key);
            Promise.keep(life.inFlight() <= MOST_UNDER_WAY, "more than the window is under way");
        });
    }
}
