@NullMarked
package skerry.agent.sync.usb;

import org.jspecify.annotations.NullMarked;
