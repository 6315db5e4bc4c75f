/** A counter whose additions are spread over cells. */
@NullMarked
package io.isolde.benchmarks.peer.longadder;

import org.jspecify.annotations.NullMarked;
