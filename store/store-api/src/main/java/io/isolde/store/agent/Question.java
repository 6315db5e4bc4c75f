package io.isolde.store.agent;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of an agent's state.
 *
 * @param <S> the type of the state
 * @param <R> the type of the reply
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Question<S, R extends @Nullable Object, X extends Throwable> {
  /**
   * Computes the reply. Runs on the agent's thread; must not change the state.
   *
   * @param state the state when the question's turn has come
   * @return the reply
   * @throws X whatever it likes; the one who asked gets it
   */
  R answer(S state) throws X;
}
