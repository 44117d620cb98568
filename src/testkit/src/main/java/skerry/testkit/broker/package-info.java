/** Real brokers as processes and containers that tests can stop, kill and start again. */
@NullMarked
package skerry.testkit.broker;

import org.jspecify.annotations.NullMarked;
