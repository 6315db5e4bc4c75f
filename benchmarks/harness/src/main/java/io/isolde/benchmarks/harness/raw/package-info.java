/** Raw results: the files that measurements leave, from which everything else is generated. */
@NullMarked
package io.isolde.benchmarks.harness.raw;

import org.jspecify.annotations.NullMarked;
