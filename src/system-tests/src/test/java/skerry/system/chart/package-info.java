/**
 * The Helm chart, linted and rendered by Helm itself. Here, since it is judged by the agent's own reader of configurations and list
 * of rights, by the models of Kubernetes, and by files of the whole checkout.
 */
@NullMarked
package skerry.system.chart;

import org.jspecify.annotations.NullMarked;
