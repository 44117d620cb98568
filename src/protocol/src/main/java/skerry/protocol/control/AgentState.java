package skerry.protocol.control;

/**
 * Birth and will of an agent's connection ({@code up/state}).
 *
 * @param conn random id of the connection, made by the agent
 * @param epoch the present epoch; 0 in a will
 */
public record AgentState(boolean on, long conn, long epoch) {}
