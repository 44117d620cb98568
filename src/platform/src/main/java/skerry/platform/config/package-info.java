/** Configuration files as typed values; every mistake of a file is named at once, unknown keys too. */
@NullMarked
package skerry.platform.config;

import org.jspecify.annotations.NullMarked;
