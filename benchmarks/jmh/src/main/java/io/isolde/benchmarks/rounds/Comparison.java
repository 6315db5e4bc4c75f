package io.isolde.benchmarks.rounds;

import io.isolde.benchmarks.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Two sides to be run in turn.
 *
 * @param name the same for all peers of a row of a table
 * @param peer whose row it is
 * @param baseline the side that counts as 1
 * @param subject the side that is compared with it
 * @param picking what it costs both to find out what to do, to be subtracted
 */
public record Comparison(
    String name, Peer peer, LegSpec baseline, LegSpec subject, @Nullable LegSpec picking) {}
