/** TLS for servers that nobody else issues certificates for. */
@NullMarked
package skerry.platform.tls;

import org.jspecify.annotations.NullMarked;
