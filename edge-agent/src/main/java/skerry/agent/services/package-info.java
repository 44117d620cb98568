/**
 * Rate, errors and duration of services, folded from what is scraped and from access logs, into few series of each service
 * whatever labels an application has (ADR 43). Nothing that a request says of itself comes in: no path, address or user.
 */
@NullMarked
package skerry.agent.services;

import org.jspecify.annotations.NullMarked;
