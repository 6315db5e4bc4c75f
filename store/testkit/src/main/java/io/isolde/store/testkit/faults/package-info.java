/**
 * Real faults for durable stores: system calls that fail under a program that commits.
 *
 * <p>{@link io.isolde.store.testkit.faults.FaultTrials} runs the trials; the machine's C compiler
 * builds the library that makes calls fail.
 */
@NullMarked
package io.isolde.store.testkit.faults;

import org.jspecify.annotations.NullMarked;
