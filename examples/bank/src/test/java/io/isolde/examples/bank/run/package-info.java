/** Tests of the payment run. */
@NullMarked
package io.isolde.examples.bank.run;

import org.jspecify.annotations.NullMarked;
