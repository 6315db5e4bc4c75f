/**
 * Decides from the record of a run whether every attempt saw a consistent state.
 *
 * <p>{@link io.isolde.checks.history.AttemptRecord} is what one attempt read and wrote. {@link
 * io.isolde.checks.history.HistoryChecker} turns many of them into a graph of what must have come
 * before what; a cycle is an anomaly, described as a story.
 */
@NullMarked
package io.isolde.checks.history;

import org.jspecify.annotations.NullMarked;
