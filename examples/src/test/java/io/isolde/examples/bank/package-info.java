/** Tests of the bank. */
@NullMarked
package io.isolde.examples.bank;

import org.jspecify.annotations.NullMarked;
