/** Tests of the ledger. */
@NullMarked
package io.isolde.examples.bank.ledger;

import org.jspecify.annotations.NullMarked;
