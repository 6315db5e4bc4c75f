package io.isolde.store.journal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on channels to its end although the thread is interrupted, which closes a channel: the
 * work begins again, and the interrupt status is kept for later.
 */
public final class Uninterrupted {
  /** Work that may be done twice, and opens what it finds closed. */
  public interface Work<T extends @Nullable Object> {
    /** Runs it. */
    T run() throws IOException;
  }

  private Uninterrupted() {}

  /** Runs {@code work}, again if an interrupt ended it, and keeps the interrupt for later. */
  public static <T extends @Nullable Object> T run(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
