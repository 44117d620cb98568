@NullMarked
package skerry.agent.collect.logs.pods;

import org.jspecify.annotations.NullMarked;
