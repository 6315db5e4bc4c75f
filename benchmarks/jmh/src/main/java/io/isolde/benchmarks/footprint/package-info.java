/** Measuring footprints in bytes. */
@NullMarked
package io.isolde.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
