/** What a person or a program at the site can read: technician's page, health, metrics. */
@NullMarked
package skerry.agent.site;

import org.jspecify.annotations.NullMarked;
