package io.isolde.store.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A file of zeros that is made in the background, so that whoever fills a segment finds the next
 * one ready. Owner-only: of the leader.
 */
final class SpareSegment {
  /*
   * Idea.
   *
   *   none ──begin()──▶ being made ──▶ made ────┐
   *    ▲                    └────────▶ failed ──┤
   *    └───────────take(), discard()────────────┘
   *
   * I1  A file that is made has its length, and is on stable storage; it gets a header and a name
   *     as a segment when it is taken.
   * I2  Nobody depends on it: if it cannot be made, that is forgotten, and whoever needs a segment
   *     makes one.
   * I3  At most one is being made at a time, and no other file has its name; so that of a process
   *     that has ended can be in nobody's way.
   *
   * Crash. The file is nobody's, whatever is in it, and the next opening deletes it: its name says
   * that it is not finished.
   */
  static final String NAME = "journal-next" + Manifest.UNFINISHED;

  private final Storage storage;
  private final long bytes;

  /** Null if there is none; else whether it was made, when that is known. */
  private @Nullable CompletableFuture<Boolean> making;

  /** Makes none yet, but then of so many bytes. */
  SpareSegment(Storage storage, long bytes) {
    this.storage = storage;
    this.bytes = bytes;
  }

  /** Begins to make one, unless that was begun before. */
  void begin() {
    if (making == null) {
      CompletableFuture<Boolean> begun = new CompletableFuture<>();
      storage.inBackground(() -> make(begun));
      making = begun;
    }
  }

  private void make(CompletableFuture<Boolean> result) {
    boolean made = false;
    try {
      Segments.fill(storage, NAME, bytes);
      made = true;
    } catch (IOException | RuntimeException e) {
      deleteIfPossible();
    } finally {
      result.complete(made);
    }
  }

  /** What stays is deleted by the next opening. */
  private void deleteIfPossible() {
    try {
      storage.delete(NAME);
    } catch (IOException | RuntimeException e) {
      // nobody misses it
    }
  }

  /** Whether there is one, which is the caller's from now on; waits if it is being made. */
  boolean take() {
    CompletableFuture<Boolean> taken = making;
    making = null;
    return taken != null && taken.join();
  }

  /** Deletes the one that there may be. */
  void discard() {
    if (take()) {
      deleteIfPossible();
    }
  }
}
