@NullMarked
package skerry.agent.services;

import org.jspecify.annotations.NullMarked;
