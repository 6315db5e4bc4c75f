/** The collections of {@code java.util.concurrent}, without transactions. */
@NullMarked
package io.isolde.benchmarks.peer.concurrent;

import org.jspecify.annotations.NullMarked;
