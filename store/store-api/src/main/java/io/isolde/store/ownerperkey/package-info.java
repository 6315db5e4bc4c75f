/**
 * The backend {@code agents:}, each key in which is owned by an agent of its own. Its twins are
 * {@code io.isolde.store.oneowner} and {@code io.isolde.store.lock}. Not exported.
 */
@NullMarked
package io.isolde.store.ownerperkey;

import org.jspecify.annotations.NullMarked;
