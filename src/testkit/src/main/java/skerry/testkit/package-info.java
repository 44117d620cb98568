/** What tests share: brokers, fault proxies, crash points, seeded generators. */
@NullMarked
package skerry.testkit;

import org.jspecify.annotations.NullMarked;
