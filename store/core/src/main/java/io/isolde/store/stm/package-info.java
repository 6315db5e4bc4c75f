/**
 * The backend {@code stm:}, whose state is kept in {@link io.isolde.stm.Stm} refs. Its twin, with
 * one lock instead, is {@code io.isolde.store.lock}. Not exported.
 */
@NullMarked
package io.isolde.store.stm;

import org.jspecify.annotations.NullMarked;
