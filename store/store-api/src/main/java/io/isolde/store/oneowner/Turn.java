package io.isolde.store.oneowner;

import io.isolde.stm.TransactionBody;
import io.isolde.store.mailbox.Call;
import org.jspecify.annotations.Nullable;

/** A body that is to run on the owner's thread, and the caller who waits for it. */
final class Turn<T extends @Nullable Object> {
  final Call<T> call = new Call<>();
  private final TransactionBody<T, ?> body;

  /** What unwinds the present attempt since it has called retry. Owner-only. */
  private @Nullable Signal retry;

  Turn(TransactionBody<T, ?> body) {
    this.body = body;
  }

  /** Runs the body and answers the caller; returns false if it wants to run again later. */
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

  /** Makes the call take place; or else throws what takes back the changes. */
  void commit() {
    if (retry != null) {
      throw retry;
    }
    if (!call.claim()) {
      throw new Signal("was left by its caller");
    }
  }
}
