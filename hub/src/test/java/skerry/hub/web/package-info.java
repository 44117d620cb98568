@NullMarked
package skerry.hub.web;

import org.jspecify.annotations.NullMarked;
