@NullMarked
package skerry.agent.contact;

import org.jspecify.annotations.NullMarked;
