/** The pages in a real browser, against a made-up hub or, with the same test bodies, against a real one. */
@NullMarked
package skerry.hub.web.pages;

import org.jspecify.annotations.NullMarked;
