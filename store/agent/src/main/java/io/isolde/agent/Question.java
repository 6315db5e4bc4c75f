package io.isolde.agent;

import org.jspecify.annotations.Nullable;

/**
 * A question about an agent's state: a function from the state to a reply.
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
   * @throws X any exception; it reaches the asker
   */
  R answer(S state) throws X;
}
