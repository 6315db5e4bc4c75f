package io.isolde.benchmarks.rounds;

import io.isolde.benchmarks.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A pair of sides to be run in turn.
 *
 * @param name the same for all peers of a row of a table
 * @param peer whose row it is
 * @param baseline the side that counts as 1
 * @param subject the side that is compared with it
 * @param picking the side that only picks operations, whose cost is subtracted from both
 */
public record Comparison(
    String name, Peer peer, LegSpec baseline, LegSpec subject, @Nullable LegSpec picking) {}
