/**
 * A subset of PromQL over any {@link skerry.promql.SeriesSource}: docs/promql.md tells what it covers.
 *
 * <p>{@link skerry.promql.Parser} reads text into an {@link skerry.promql.Expr} whose types are checked already;
 * {@link skerry.promql.Evaluator} answers it at one moment or at many. Before anything is computed, each selector's
 * series are loaded once for all the time that the expression looks at; then every part is a function of a moment.
 * What cannot be done is a {@link skerry.promql.Refusal}, a value like any other result: length, depth, samples, series,
 * steps and work are bounded, so that an expression of a stranger costs no more than an answer to it may.
 *
 * <p>Semantics are those of Prometheus 3: a range holds what is after its start and up to its end, an instant looks
 * back over five minutes in the same way.
 */
@NullMarked
package skerry.promql;

import org.jspecify.annotations.NullMarked;
