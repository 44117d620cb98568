@NullMarked
package skerry.agent.config;

import org.jspecify.annotations.NullMarked;
