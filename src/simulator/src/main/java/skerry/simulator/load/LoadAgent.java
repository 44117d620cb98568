package skerry.simulator.load;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.Session;
import skerry.agent.sync.SessionAction;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.SessionView;
import skerry.platform.time.MonotonicClock;

/** An agent's own session, driven by an event loop that it shares with others. Thread-safe. */
public final class LoadAgent implements Carrier.Inbox, AutoCloseable {
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private final EventLoop loop;
    private final Session session;
    private final Carrier carrier;
    private final MonotonicClock clock;
    private @Nullable ScheduledFuture<?> alarm;
    private long alarmAt = Long.MAX_VALUE;
    private boolean closed;
    private volatile SessionView view;

    /**
     * @param session driven by nobody else
     * @param carrier closed with this agent
     */
    LoadAgent(EventLoop loop, Session session, Carrier carrier, MonotonicClock clock) {
        this.loop = loop;
        this.session = session;
        this.carrier = carrier;
        this.clock = clock;
        this.view = session.view();
    }

    /** Begins to connect. */
    public void start() {
        put(new SessionInput.Tick());
    }

    /** Says that the outbox holds more than before. */
    public void batchesStored() {
        put(new SessionInput.NewBatches());
    }

    public SessionView view() {
        return view;
    }

    @Override
    public void put(SessionInput input) {
        loop.execute(() -> step(input));
    }

    private void step(SessionInput input) {
        if (closed) {
            return;
        }
        for (SessionAction action : session.on(input, clock.millis())) {
            switch (action) {
                case SessionAction.Connect(long attempt, var will) -> carrier.connect(attempt, will, this);
                case SessionAction.Subscribe(long attempt) -> carrier.subscribe(attempt);
                case SessionAction.Publish(long attempt, var publication) -> carrier.publish(attempt, publication);
                case SessionAction.Disconnect(long attempt) -> carrier.disconnect(attempt);
                case SessionAction.Raise _,
                        SessionAction.HubClock _,
                        SessionAction.Obey _,
                        SessionAction.TakePiece _ -> {}
            }
        }
        view = session.view();
        setAlarm();
    }

    /** An alarm that rings too early costs little, one that is set anew at every step much. */
    private void setAlarm() {
        long now = clock.millis();
        long wake = now + Math.clamp(session.wakeAt() - now, 0, LONGEST_WAIT_MILLIS);
        if (wake < alarmAt) {
            if (alarm != null) {
                alarm.cancel(false);
            }
            alarmAt = wake;
            alarm = loop.schedule(this::ring, wake - now, TimeUnit.MILLISECONDS);
        }
    }

    private void ring() {
        alarm = null;
        alarmAt = Long.MAX_VALUE;
        step(new SessionInput.Tick());
    }

    /** Hangs up. */
    @Override
    public void close() {
        loop.execute(() -> {
            closed = true;
            if (alarm != null) {
                alarm.cancel(false);
            }
            carrier.close();
        });
    }
}
