/** What tests share: brokers as processes and in containers. */
@NullMarked
package skerry.testkit;

import org.jspecify.annotations.NullMarked;
