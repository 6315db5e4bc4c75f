/**
 * The peers that are compared: one interface for each kind of state, and for each peer a folder
 * with its implementations, under the same names, so that two peers can be read side by side:
 * {@code diff -u isolde/PeerAccounts.java multiverse/PeerAccounts.java}.
 *
 * <p>The implementations do the work and nothing else. Operations are picked outside, so that every
 * peer pays the same for it.
 */
@NullMarked
package io.isolde.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
