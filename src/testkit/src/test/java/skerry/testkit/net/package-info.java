@NullMarked
package skerry.testkit.net;

import org.jspecify.annotations.NullMarked;
