/**
 * How k3s does on this machine by what it leaves on the disk, without its API and without any right in it: the size of its
 * datastore, the age of its backups, and when its certificates expire. Keys are never opened.
 */
@NullMarked
package skerry.agent.collect.k3s;

import org.jspecify.annotations.NullMarked;
