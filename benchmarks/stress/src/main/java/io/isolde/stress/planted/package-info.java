/**
 * An STM with bugs planted in it, and tests that must fail because of them: they prove that the
 * tests next door would notice.
 *
 * <p>Run by {@link io.isolde.stress.StressSelfCheck}, not with the others.
 */
@NullMarked
package io.isolde.stress.planted;

import org.jspecify.annotations.NullMarked;
