package skerry.agent.ring;

/**
 * @param id rises with age
 * @param intact whether it is what was written
 */
public record StoredBox(long id, Box box, boolean intact) {}
