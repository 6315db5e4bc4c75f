/** Tests of the files. */
@NullMarked
package io.isolde.examples.bank.csv;

import org.jspecify.annotations.NullMarked;
