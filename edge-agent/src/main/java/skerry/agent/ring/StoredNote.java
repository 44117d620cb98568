package skerry.agent.ring;

/** @param intact whether it is what was written */
public record StoredNote(AlertNote note, boolean intact) {}
