/** One {@code synchronized} block for each piece of state. */
@NullMarked
package io.isolde.benchmarks.peer.monitors;

import org.jspecify.annotations.NullMarked;
