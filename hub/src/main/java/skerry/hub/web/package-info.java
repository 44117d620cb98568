/** The hub's HTTP edge: the gate that every request passes, one service per resource, the pages. */
@NullMarked
package skerry.hub.web;

import org.jspecify.annotations.NullMarked;
