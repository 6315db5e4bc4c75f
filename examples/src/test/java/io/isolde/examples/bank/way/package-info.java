/** Tests of the ways of sharing accounts. */
@NullMarked
package io.isolde.examples.bank.way;

import org.jspecify.annotations.NullMarked;
