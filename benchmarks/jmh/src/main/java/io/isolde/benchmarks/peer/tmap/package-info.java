/** A transactional map, without a store around it. */
@NullMarked
package io.isolde.benchmarks.peer.tmap;

import org.jspecify.annotations.NullMarked;
