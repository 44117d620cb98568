/** Files on disks that may be pulled out. */
@NullMarked
package skerry.platform.files;

import org.jspecify.annotations.NullMarked;
