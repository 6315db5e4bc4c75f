/** From raw results to tables. */
@NullMarked
package io.isolde.benchmarks.report;

import org.jspecify.annotations.NullMarked;
