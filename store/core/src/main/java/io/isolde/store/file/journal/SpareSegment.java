package io.isolde.store.file.journal;

import io.isolde.store.file.storage.Storage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A file of zeros that is made in the background, so that the next segment is ready when the
 * current one is full. Owner-only: the owner is the leader.
 */
final class SpareSegment {
  /*
   * Idea.
   *
   *   none ──begin()──▶ being made ──▶ made ────┐
   *    ▲                    └────────▶ failed ──┤
   *    └───────────take(), discard()────────────┘
   *
   * I1  A file that is made has its length, and is on stable storage. It gets a header and a name
   *     as a segment when it is taken.
   * I2  Nothing depends on it: a failure to make it is ignored, and the segment is then made when
   *     it is needed.
   * I3  At most one is being made at a time, and no other file has its name. So a file that an
   *     earlier process has left is in nobody's way.
   *
   * Crash. The file belongs to nobody, whatever is in it. The next opening deletes it, since its
   * name marks it as unfinished.
   */
  static final String NAME = "journal-next" + Manifest.UNFINISHED;

  private final Storage storage;
  private final long bytes;

  /** Completes with whether the file was made; null if there is none. */
  private @Nullable CompletableFuture<Boolean> making;

  /** Makes no file yet, but later files of this many bytes. */
  SpareSegment(Storage storage, long bytes) {
    this.storage = storage;
    this.bytes = bytes;
  }

  /** Begins to make the file, unless that has begun before. */
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

  /** Deletes the file; if that fails, the next opening does. */
  private void deleteIfPossible() {
    try {
      storage.delete(NAME);
    } catch (IOException | RuntimeException e) {
      // nobody needs it
    }
  }

  /** Takes the file, if there is one, and returns whether there is; waits if it is being made. */
  boolean take() {
    CompletableFuture<Boolean> taken = making;
    making = null;
    return taken != null && taken.join();
  }

  /** Deletes the file, if there is one. */
  void discard() {
    if (take()) {
      deleteIfPossible();
    }
  }
}
