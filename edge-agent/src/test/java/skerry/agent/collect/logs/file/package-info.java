@NullMarked
package skerry.agent.collect.logs.file;

import org.jspecify.annotations.NullMarked;
