@NullMarked
package skerry.agent.http;

import org.jspecify.annotations.NullMarked;
