/** The packages as they are installed: built, put into a machine of their own, upgraded, removed. */
@NullMarked
package skerry.system.install;

import org.jspecify.annotations.NullMarked;
