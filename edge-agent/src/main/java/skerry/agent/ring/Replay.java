package skerry.agent.ring;

import skerry.agent.collect.logs.LogRecord;
import skerry.protocol.payload.Event;

/** Takes the records of a window that was open when the agent ended, so that its summary can be made again. */
public interface Replay {
    /** The round is valid during the call; {@link Ring#series} tells its series. */
    void samples(SampleRound round);

    void line(LogRecord line);

    void event(Event event);
}
