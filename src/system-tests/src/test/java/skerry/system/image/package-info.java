/** What is installed as images: that the files which describe them agree, and that the images run. */
@NullMarked
package skerry.system.image;

import org.jspecify.annotations.NullMarked;
