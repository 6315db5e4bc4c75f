/** Does nothing, so that what the others do can be told from the picking. */
@NullMarked
package io.isolde.benchmarks.peer.nothing;

import org.jspecify.annotations.NullMarked;
