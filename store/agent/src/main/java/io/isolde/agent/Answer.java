package io.isolde.agent;

import org.jspecify.annotations.Nullable;

/**
 * A reply, together with the agent's new state. Immutable if its parts are.
 *
 * @param <S> the type of the state
 * @param <R> the type of the reply
 * @param state the state from now on
 * @param reply the reply to the asker
 */
public record Answer<S, R extends @Nullable Object>(S state, R reply) {}
