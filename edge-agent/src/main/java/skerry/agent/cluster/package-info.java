/**
 * What a Kubernetes or k3s cluster says of itself. The only package that knows fabric8's classes: an agent that does not
 * ask it loads none of them. {@link skerry.agent.cluster.ObjectPreview} tells the state of objects that stand in a text.
 */
@NullMarked
package skerry.agent.cluster;

import org.jspecify.annotations.NullMarked;
