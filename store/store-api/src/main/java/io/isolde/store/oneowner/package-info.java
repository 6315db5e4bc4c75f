/**
 * The backend {@code agent:}, everything in which is owned by one agent. Its twins are {@code
 * io.isolde.store.ownerperkey} and {@code io.isolde.store.lock}. Not exported.
 */
@NullMarked
package io.isolde.store.oneowner;

import org.jspecify.annotations.NullMarked;
