/** Tests of the command line. */
@NullMarked
package io.isolde.examples.bank.cli;

import org.jspecify.annotations.NullMarked;
