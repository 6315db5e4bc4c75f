/**
 * Short rounds of two peers in turn, in one JVM: other load on the machine affects both alike, so
 * that their ratio holds where absolute times do not.
 *
 * <p>Each side is a {@link io.isolde.benchmarks.rounds.Leg}. Its loop and its scenario are loaded
 * by a class loader of its own, because otherwise the compiler would see calls that lead to several
 * peers, and inline none of them.
 */
@NullMarked
package io.isolde.benchmarks.rounds;

import org.jspecify.annotations.NullMarked;
