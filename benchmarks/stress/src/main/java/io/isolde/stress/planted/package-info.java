/**
 * An STM with planted bugs, and tests that must fail because of them. They prove that the real
 * tests would detect such bugs.
 *
 * <p>Run by {@link io.isolde.stress.StressSelfCheck}, not with the others.
 */
@NullMarked
package io.isolde.stress.planted;

import org.jspecify.annotations.NullMarked;
