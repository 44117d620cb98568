/** What is known of the pods whose logs are read beside what their paths tell, and what follows from it for their lines. */
@NullMarked
package skerry.agent.collect.logs.pods;

import org.jspecify.annotations.NullMarked;
