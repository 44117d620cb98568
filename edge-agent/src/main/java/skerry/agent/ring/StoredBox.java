package skerry.agent.ring;

import skerry.protocol.Bytes;

/**
 * @param id rises with age
 * @param intact whether it is what was written
 */
public record StoredBox(long id, Box box, boolean intact) {
    StoredBox withoutBody() {
        return new StoredBox(id, new Box(box.key(), box.about(), Bytes.of(new byte[0])), intact);
    }
}
