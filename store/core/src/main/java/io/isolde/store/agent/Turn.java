package io.isolde.store.agent;

import io.isolde.agent.mailbox.Call;
import io.isolde.stm.TransactionBody;
import org.jspecify.annotations.Nullable;

/** A body to run on the owner's thread, and the call of the thread that waits for it. */
final class Turn<T extends @Nullable Object> {
  final Call<T> call = new Call<>();
  private final TransactionBody<T, ?> body;

  /** The signal that unwinds the present attempt, if it has called retry. Owner-only. */
  private @Nullable Signal retry;

  Turn(TransactionBody<T, ?> body) {
    this.body = body;
  }

  /** Runs the body and answers the caller; returns false if the body must run again later. */
  boolean run() {
    retry = null;
    try {
      call.answer(body.run());
    } catch (Throwable t) {
      if (t == retry) {
        return false;
      }
      call.refuse(t);
    }
    return true;
  }

  Signal retry() {
    Signal signal = new Signal("waits for a change");
    retry = signal;
    return signal;
  }

  /** Makes the call take place, or throws, so that the changes are undone. */
  void commit() {
    if (retry != null) {
      throw retry;
    }
    if (!call.claim()) {
      throw new Signal("was left by its caller");
    }
  }
}
