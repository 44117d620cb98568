/** Whether what is personal or secret at a site stays there: marked values planted where values come in, and searched for everywhere else. */
@NullMarked
package skerry.system.privacy;

import org.jspecify.annotations.NullMarked;
