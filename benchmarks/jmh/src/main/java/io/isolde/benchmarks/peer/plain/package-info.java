/** Plain fields: the floor. */
@NullMarked
package io.isolde.benchmarks.peer.plain;

import org.jspecify.annotations.NullMarked;
