package io.isolde.benchmarks.comparison;

import io.isolde.benchmarks.peer.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Two variants of a scenario, to be run in turn.
 *
 * @param name the same for all peers of a row of a table
 * @param peer whose row it is
 * @param baseline the variant that counts as 1
 * @param subject the variant that is compared with it
 * @param picking the variant that only picks operations, whose cost is subtracted from both
 */
public record Comparison(
    String name,
    Peer peer,
    Configuration baseline,
    Configuration subject,
    @Nullable Configuration picking) {}
