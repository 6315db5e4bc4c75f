package io.isolde.store.agent;

import io.isolde.agent.mailbox.Call;
import io.isolde.stm.Deadline;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** An attempt to make on the owner's thread, and the call of the thread that waits for its end. */
final class Turn {
  private final Call<Boolean> call = new Call<>();
  private final BooleanSupplier attempt;
  private final Runnable abandoned;

  /** Owner-only. */
  private boolean claimed;

  /**
   * Makes a turn of the calling thread.
   *
   * @param attempt returns whether it has ended; otherwise it is to be made again later
   * @param abandoned called instead of an answer, if the caller has left
   */
  Turn(BooleanSupplier attempt, Runnable abandoned) {
    this.attempt = attempt;
    this.abandoned = abandoned;
  }

  boolean isWaitedFor() {
    return call.isWaitedFor();
  }

  /** Makes the attempt and answers the caller; returns false if it must be made again later. */
  boolean run() {
    try {
      boolean ended = attempt.getAsBoolean();
      if (ended) {
        answer();
      }
      return ended;
    } catch (Throwable t) {
      call.refuse(t);
      return true;
    }
  }

  private void answer() {
    if (claimed || call.claim()) {
      call.answer(true);
    } else {
      abandoned.run();
    }
  }

  /** Makes the call take place, or throws, so that the changes are undone. */
  void commit() {
    claimed = call.claim();
    if (!claimed) {
      throw new CancellationException("was left by its caller");
    }
  }

  /** For the caller: waits for the end; returns false if that took too long and it has left. */
  boolean isAnswered(Deadline deadline) throws InterruptedException {
    return call.await(deadline) && call.<RuntimeException>result();
  }
}
