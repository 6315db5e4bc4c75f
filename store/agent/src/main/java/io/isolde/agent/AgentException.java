package io.isolde.agent;

import org.jspecify.annotations.Nullable;

/** Thrown when an agent could not do what was asked. Subclasses say why, and what state results. */
public abstract sealed class AgentException extends RuntimeException
    permits AgentInterruptedException,
        AgentStoppedException,
        AgentTimeoutException,
        ValueChangedException {
  AgentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
