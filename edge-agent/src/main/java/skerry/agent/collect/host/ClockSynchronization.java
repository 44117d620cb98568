package skerry.agent.collect.host;

import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;

/** Whether and how well the kernel's clock is synchronised. Source: adjtimex(2). */
public final class ClockSynchronization implements Collector {
    private static final MetricFamily SYNC =
            MetricFamily.gauge("node_timex_sync_status", "Whether the clock is synchronised to a server.");
    private static final MetricFamily OFFSET =
            MetricFamily.gauge("node_timex_offset_seconds", "Offset between the clock and its reference.");
    private static final MetricFamily FREQUENCY =
            MetricFamily.gauge("node_timex_frequency_adjustment_ratio", "How the clock's frequency is adjusted.");
    private static final MetricFamily MAX_ERROR =
            MetricFamily.gauge("node_timex_maxerror_seconds", "Largest error the clock may have.");
    private static final MetricFamily ESTIMATED_ERROR =
            MetricFamily.gauge("node_timex_estimated_error_seconds", "Error the clock probably has.");
    private static final MetricFamily STATUS = MetricFamily.gauge("node_timex_status", "Status bits of the clock.");
    private static final MetricFamily CONSTANT =
            MetricFamily.gauge("node_timex_loop_time_constant", "Time constant of the phase-locked loop.");
    private static final MetricFamily TICK = MetricFamily.gauge("node_timex_tick_seconds", "Time between clock ticks.");
    private static final MetricFamily TAI =
            MetricFamily.gauge("node_timex_tai_offset_seconds", "Offset of International Atomic Time.");

    private final KernelCalls kernel;

    public ClockSynchronization(KernelCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public String name() {
        return "timex";
    }

    @Override
    public void collect(SampleSink sink) {
        kernel.clock().ifPresent(clock -> {
            sink.add(SYNC, clock.synchronised() ? 1 : 0);
            sink.add(OFFSET, clock.offsetSeconds());
            sink.add(FREQUENCY, clock.frequencyRatio());
            sink.add(MAX_ERROR, clock.maxErrorSeconds());
            sink.add(ESTIMATED_ERROR, clock.estimatedErrorSeconds());
            sink.add(STATUS, clock.status());
            sink.add(CONSTANT, (double) clock.timeConstant());
            sink.add(TICK, clock.tickSeconds());
            sink.add(TAI, clock.taiOffsetSeconds());
        });
    }
}
