package skerry.agent.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import skerry.agent.cluster.watch.ObjectIntake;

/** Tells two of what one follows. */
record TwoIntakes(ObjectIntake first, ObjectIntake second) implements ObjectIntake {
    @Override
    public void listBegins() {
        first.listBegins();
        second.listBegins();
    }

    @Override
    public void put(ObjectNode object) {
        first.put(object);
        second.put(object);
    }

    @Override
    public void remove(ObjectNode object) {
        first.remove(object);
        second.remove(object);
    }

    @Override
    public void listEnds(String version) {
        first.listEnds(version);
        second.listEnds(version);
    }

    @Override
    public void refused() {
        first.refused();
        second.refused();
    }
}
