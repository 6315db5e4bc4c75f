/** Does nothing, so that the cost of picking can be told from the other peers' work. */
@NullMarked
package io.isolde.benchmarks.peer.nothing;

import org.jspecify.annotations.NullMarked;
