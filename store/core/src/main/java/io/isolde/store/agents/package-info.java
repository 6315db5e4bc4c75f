/**
 * The backend {@code agents:}, in which each key is owned by an agent of its own. Its twins are
 * {@code io.isolde.store.agent} and {@code io.isolde.store.lock}. Not exported.
 */
@NullMarked
package io.isolde.store.agents;

import org.jspecify.annotations.NullMarked;
