/**
 * What became of objects whose own status does not say it: add-ons by the events about them, charts and upgrade plans by their
 * jobs and pods (ADR 46).
 */
@NullMarked
package skerry.agent.cluster.outcome;

import org.jspecify.annotations.NullMarked;
