package io.isolde.store.file;

import io.isolde.stm.Stm;
import io.isolde.store.StoreFailedException;
import io.isolde.store.encoding.Types;
import io.isolde.store.journal.Checkpoint;
import io.isolde.store.journal.Journal;
import io.isolde.store.journal.Manifest;
import io.isolde.store.journal.Storage;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes checkpoints, one at a time, beside running writers: when asked, and when the journal has
 * grown. Thread-safe.
 */
final class Checkpointer {
  /*
   * Idea. The snapshot begins after everything up to `from` can be seen, so it contains that; it may
   * contain more, and the journal from there on, which repeats it, restores the order:
   *
   *   from ──▶ snapshot ──▶ file, forced ──▶ journal forced to its end ──▶ manifest ──▶ trim
   *
   * Crash between the steps. Before the manifest has its name, the old one counts, and its checkpoint
   * and journal are still there; the new file is deleted at the next opening. After that, the old
   * files are not needed; those that are still there are deleted at the next opening, or ignored.
   *
   * I1  Records up to from are contained: settled means visible, and the snapshot comes later.
   * I2  The journal reaches beyond the snapshot, durably, before the manifest names the checkpoint:
   *     else a crash could leave a part of a transaction which the snapshot saw, or a transaction
   *     without one before it.
   */
  private static final System.Logger LOGGER = System.getLogger(Checkpointer.class.getName());

  private final Storage storage;
  private final Journal journal;
  private final Types types;
  private final Collection<Place> places;
  private final long checkpointBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean begun = new AtomicBoolean();

  /** The number of bytes of the journal at which the next one is due. */
  private volatile long dueBytes;

  private volatile boolean ended;

  /** Guarded by the lock. */
  private Manifest manifest;

  Checkpointer(
      Storage storage,
      Journal journal,
      Types types,
      Collection<Place> places,
      Manifest manifest,
      long checkpointBytes,
      long recoveredBytes) {
    this.storage = storage;
    this.journal = journal;
    this.types = types;
    this.places = places;
    this.manifest = manifest;
    this.checkpointBytes = checkpointBytes;
    this.dueBytes = Math.max(0, checkpointBytes - recoveredBytes);
  }

  /** Begins one on a thread of its own, if the journal has grown enough and none is under way. */
  void noteGrown(long journalBytes) {
    if (journalBytes > dueBytes && begun.compareAndSet(false, true)) {
      Thread.ofVirtual().name("isolde checkpoint").start(this::runInBackground);
    }
  }

  private void runInBackground() {
    try {
      run();
    } catch (IOException | RuntimeException e) {
      if (!ended) {
        LOGGER.log(System.Logger.Level.WARNING, "no checkpoint was made, and the journal grows", e);
      }
    } finally {
      begun.set(false);
    }
  }

  /** Makes one now, after the one that is under way. */
  void run() throws IOException {
    lock.lock();
    try {
      if (!ended) {
        dueBytes = journal.bytes() + checkpointBytes;
        make(
            new Manifest(manifest.store(), manifest.checkpoint() + 1, journal.settledThrough(), 0));
      }
    } finally {
      lock.unlock();
    }
  }

  private void make(Manifest next) throws IOException {
    write(storage, next);
    long through = journal.last();
    journal.awaitForced(through);
    manifest = new Manifest(next.store(), next.checkpoint(), next.from(), through);
    manifest.write(storage);
    journal.trim(manifest.from());
    Checkpoint.deleteOthers(storage, manifest.checkpoint());
  }

  /** Writes the file of a checkpoint, or nothing. */
  private void write(Storage target, Manifest next) throws IOException {
    try (Checkpoint checkpoint = Stm.snapshot(() -> dumped(target, next))) {
      checkpoint.finish(target);
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, target, Checkpoint.name(next.checkpoint()));
      throw e;
    }
  }

  private static void deleteAfter(Exception failure, Storage target, String name) {
    try {
      target.delete(name);
    } catch (IOException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  /** May run again, and then over what it wrote before. */
  private Checkpoint dumped(Storage target, Manifest next) throws IOException {
    Checkpoint checkpoint = Checkpoint.create(target, next);
    try {
      new Dump(checkpoint, types).write(places);
      return checkpoint;
    } catch (Throwable t) {
      checkpoint.close();
      throw t;
    }
  }

  /** Makes a store of its own in another directory. */
  void backup(Storage target) throws IOException {
    Manifest copy = new Manifest(Manifest.fresh().store(), 1, 0, 0);
    write(target, copy);
    copy.write(target);
  }

  /**
   * Ends this, after the one under way, and notes that all of the journal is on stable storage, so
   * that what is missing from now on is damage.
   *
   * @throws StoreFailedException if the journal could not be forced
   */
  void close() throws IOException {
    ended = true;
    lock.lock();
    try {
      journal.close();
      if (journal.last() != manifest.through()) {
        manifest =
            new Manifest(manifest.store(), manifest.checkpoint(), manifest.from(), journal.last());
        manifest.write(storage);
      }
    } finally {
      lock.unlock();
    }
  }
}
