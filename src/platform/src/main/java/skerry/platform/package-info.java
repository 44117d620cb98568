/** Small technical parts both programs use. */
@NullMarked
package skerry.platform;

import org.jspecify.annotations.NullMarked;
