/** Simulated sites that speak the real protocol, and the demo that runs them beside a real agent and hub. */
@NullMarked
package skerry.simulator;

import org.jspecify.annotations.NullMarked;
