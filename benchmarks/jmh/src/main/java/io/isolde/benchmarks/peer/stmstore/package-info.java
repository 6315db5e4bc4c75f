/** The store stm:, as a user would write it. */
@NullMarked
package io.isolde.benchmarks.peer.stmstore;

import org.jspecify.annotations.NullMarked;
