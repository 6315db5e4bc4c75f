/** Tests of the comparison. */
@NullMarked
package io.isolde.examples.bank.compare;

import org.jspecify.annotations.NullMarked;
