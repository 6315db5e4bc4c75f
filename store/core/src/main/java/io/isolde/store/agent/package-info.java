/**
 * The backend {@code agent:}, in which one agent owns everything. Its twins are {@code
 * io.isolde.store.agents} and {@code io.isolde.store.lock}. Not exported.
 */
@NullMarked
package io.isolde.store.agent;

import org.jspecify.annotations.NullMarked;
