/**
 * The backend {@code lock:}, whose transactions hold one lock. Its twin, with refs instead of the
 * lock, is {@code io.isolde.store.stm}. Not exported.
 */
@NullMarked
package io.isolde.store.lock;

import org.jspecify.annotations.NullMarked;
