/** Tests of what backends are made of; the contract of stores, in the test kit, tests the rest. */
@NullMarked
package io.isolde.store.spi;

import org.jspecify.annotations.NullMarked;
