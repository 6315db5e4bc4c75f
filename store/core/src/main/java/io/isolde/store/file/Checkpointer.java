package io.isolde.store.file;

import io.isolde.stm.Deadline;
import io.isolde.stm.Stm;
import io.isolde.store.StoreFailedException;
import io.isolde.store.file.base.BaseDirectory;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.base.CheckpointedMap;
import io.isolde.store.file.base.Closing;
import io.isolde.store.file.journal.Checkpoint;
import io.isolde.store.file.journal.Journal;
import io.isolde.store.file.journal.Manifest;
import io.isolde.store.file.record.RedoOperation.Incarnation;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.Uninterrupted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints beside running writers, one at a time: on request, and when the journal has
 * grown. Thread-safe.
 */
final class Checkpointer {
  /*
   * Idea. The snapshot begins after everything up to `from` is visible, so it contains those
   * records. It may contain later ones. The journal after `from` repeats them, and so restores the
   * order:
   *
   *   from ──▶ snapshot ──▶ file ──▶ journal forced ──▶ file forced ──▶ manifest ──▶ trim
   *
   * Crash between the steps. Until the manifest names the new checkpoint, the old manifest counts,
   * and its checkpoint and journal are still there; the next opening deletes the new file.
   * Afterwards, the old files are not needed; the next opening deletes or ignores those that
   * remain.
   *
   * I1  Records up to `from` are contained: they are visible, and the snapshot begins later.
   * I2  The journal is durable to beyond the snapshot before the manifest names the checkpoint.
   *     Otherwise a crash could leave a part of a transaction that the snapshot saw, or a
   *     transaction without an earlier one.
   * I3  The bases of maps are made after `from`, too, and forced before the manifest names them.
   *     The bases that the old manifest names stay unchanged until then.
   *
   * Back-pressure. Where maps have bases, the changes since the last checkpoint take up memory. So
   * while a checkpoint is under way, writers are throttled as soon as the next one is due. Each
   * commit is delayed by a time that grows with the writers' lead. That leaves the processors to
   * the checkpoint, and stops nobody for long. Only when the lead has grown by as much again do
   * writers wait until the checkpoint is done.
   */
  private static final System.Logger LOGGER = System.getLogger(Checkpointer.class.getName());

  /** The longest delay of a commit, unless too much is in memory. */
  private static final long PAUSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private final Storage storage;
  private final Journal journal;
  private final Types types;
  private final Collection<CatalogEntry> entries;
  private final Positions positions;
  private final FileOptions options;
  private final @Nullable BaseDirectory baseDirectory;

  private final ReentrantLock lock = new ReentrantLock();

  /** The end of the checkpoint in the background; null while there is none. */
  private final AtomicReference<@Nullable CountDownLatch> begun = new AtomicReference<>();

  /** The number of bytes of the journal beyond which the next checkpoint is due. */
  private volatile long dueBytes;

  private volatile boolean ended;

  /** Guarded by the lock. */
  private Manifest manifest;

  Checkpointer(
      Storage storage,
      Journal journal,
      Types types,
      Collection<CatalogEntry> entries,
      Positions positions,
      Manifest manifest,
      FileOptions options,
      long recoveredBytes,
      @Nullable BaseDirectory baseDirectory) {
    this.storage = storage;
    this.journal = journal;
    this.types = types;
    this.entries = entries;
    this.manifest = manifest;
    this.positions = positions;
    this.options = options;
    this.baseDirectory = baseDirectory;
    this.dueBytes = Math.max(0, options.checkpointBytes() - recoveredBytes);
  }

  /**
   * Begins a checkpoint on a thread of its own, if the journal has grown enough and none is under
   * way. Where maps have bases, delays a caller that is ahead of the checkpoint under way, but not
   * beyond {@code deadline}.
   */
  void noteGrown(long journalBytes, Deadline deadline) {
    if (journalBytes > dueBytes) {
      begin(journalBytes);
      long ahead = journalBytes - dueBytes;
      if (baseDirectory != null && ahead > 0) {
        awaitBegun(Math.min(pauseNanos(ahead, options.checkpointBytes()), deadline.nanosLeft()));
      }
    }
  }

  /** The delay of a commit that is ahead by {@code ahead} bytes. */
  static long pauseNanos(long ahead, long checkpointBytes) {
    return ahead > checkpointBytes
        ? Long.MAX_VALUE
        : (long) (PAUSE_NANOS_MAX * ((double) ahead / checkpointBytes));
  }

  private void begin(long journalBytes) {
    CountDownLatch done = new CountDownLatch(1);
    if (begun.compareAndSet(null, done)) {
      dueBytes = journalBytes + options.checkpointBytes();
      Thread.ofPlatform()
          .daemon()
          .name("isolde checkpoint")
          .start(
              () -> {
                try {
                  runInBackground();
                } finally {
                  begun.set(null);
                  done.countDown();
                }
              });
    }
  }

  private void runInBackground() {
    try {
      run();
    } catch (IOException | RuntimeException e) {
      if (!ended) {
        warn("no checkpoint was made, and the journal grows", e);
      }
    }
  }

  /**
   * Waits for the checkpoint in the background, if there is one, for at most {@code nanos}. An
   * interrupt does not end the wait: threads that are interrupted fill the memory like others. The
   * thread stays interrupted.
   */
  private void awaitBegun(long nanos) {
    CountDownLatch done = begun.get();
    if (done != null) {
      long start = System.nanoTime();
      Uninterrupted.of(() -> done.await(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS));
    }
  }

  /** Makes a checkpoint now, after the one that is under way, if any. */
  void run() throws IOException {
    lock.lock();
    try {
      if (!ended) {
        dueBytes = journal.bytes() + options.checkpointBytes();
        make(
            new Manifest(manifest.store(), manifest.checkpoint() + 1, journal.visibleThrough(), 0));
      }
    } finally {
      lock.unlock();
    }
  }

  private void make(Manifest next) throws IOException {
    List<CheckpointedMap<?, ?>> maps = checkpointedMaps();
    long through = prepare(maps, next);
    manifest = new Manifest(next.store(), next.checkpoint(), next.from(), through);
    try {
      manifest.write(storage);
    } catch (IOException | RuntimeException e) {
      maps.forEach(CheckpointedMap::leave); // the new manifest may count nevertheless
      throw e;
    }
    maps.forEach(CheckpointedMap::install);
    deleteOutdated();
  }

  /** Deletes what the checkpoint replaces. What cannot be deleted is left to the next one. */
  private void deleteOutdated() {
    delete(() -> journal.trim(manifest.from(), options.backlogBytes()));
    delete(() -> Checkpoint.deleteOthers(storage, manifest.checkpoint()));
    if (baseDirectory != null) {
      baseDirectory.deleteOutdated();
      if (!baseDirectory.outdated().isEmpty()) {
        warn("files that nobody needs any more take up room: " + baseDirectory.outdated(), null);
      }
    }
  }

  private interface Deletion {
    void run() throws IOException;
  }

  private static void delete(Deletion deletion) {
    try {
      deletion.run();
    } catch (IOException e) {
      warn("files that nobody needs any more take up room", e);
    }
  }

  private static void warn(String message, @Nullable Exception reason) {
    LOGGER.log(System.Logger.Level.WARNING, message, reason);
  }

  private List<CheckpointedMap<?, ?>> checkpointedMaps() {
    List<CheckpointedMap<?, ?>> maps = new ArrayList<>();
    for (CatalogEntry entry : entries) {
      CheckpointedMap<?, ?> map = entry.checkpointedMap();
      if (map != null) {
        maps.add(map);
      }
    }
    return maps;
  }

  /**
   * Writes everything but the manifest, all or nothing. Returns the number of the record up to
   * which the journal is forced.
   */
  private long prepare(List<CheckpointedMap<?, ?>> maps, Manifest next) throws IOException {
    maps.forEach(CheckpointedMap::leave); // an earlier one counts, even if not installed everywhere
    try {
      for (CheckpointedMap<?, ?> map : maps) {
        map.prepare(next.checkpoint());
      }
      return write(storage, next, new Dump.Present(), incarnations());
    } catch (Throwable t) {
      maps.forEach(CheckpointedMap::abandon);
      throw t;
    }
  }

  /**
   * Those of the records in the journal. One that begins later may be in the snapshot with its
   * records; then the journal after the checkpoint has it.
   */
  private List<Incarnation> incarnations() {
    return positions.within(journal.oldest(), journal.last());
  }

  /** Adds a further failure as suppressed, unless it is the same one. */
  private static void suppress(IOException further, Throwable failure) {
    if (further != failure) {
      failure.addSuppressed(further);
    }
  }

  /**
   * Writes the file of a checkpoint, all or nothing. Before finishing the file, forces the journal
   * up to the last record that may be in it, and returns the number of that record.
   */
  private long write(
      Storage target, Manifest next, Dump.Bases bases, List<Incarnation> incarnations)
      throws IOException {
    try (Checkpoint checkpoint = Stm.snapshot(() -> dumped(target, next, bases, incarnations))) {
      long through = journal.last();
      journal.awaitForced(through);
      checkpoint.finish(target);
      return through;
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, target, Checkpoint.name(next.checkpoint()));
      throw e;
    }
  }

  private static void deleteAfter(Exception failure, Storage target, String name) {
    try {
      target.delete(name);
    } catch (IOException e) {
      suppress(e, failure);
    }
  }

  /**
   * Writes the contents of a checkpoint. The snapshot may be retried; a retry overwrites what was
   * written before.
   */
  private Checkpoint dumped(
      Storage target, Manifest next, Dump.Bases bases, List<Incarnation> incarnations)
      throws IOException {
    Checkpoint checkpoint = Checkpoint.create(target, next);
    try {
      new Dump(checkpoint, types, bases).write(entries, incarnations);
      return checkpoint;
    } catch (Throwable t) {
      checkpoint.close();
      throw t;
    }
  }

  /** Makes an independent store in another directory, with {@code bases} there. */
  void backup(Storage target, @Nullable Bases bases) throws IOException {
    Manifest copy = new Manifest(Manifest.fresh().store(), 1, 0, 0);
    Dump.Bases copies =
        baseDirectory == null || bases == null
            ? new Dump.Present()
            : new Dump.Elsewhere(
                baseDirectory, new BaseDirectory(copy.store(), target, bases), copy.checkpoint());
    lock.lock(); // so that no checkpoint deletes the bases of names that are not open
    try {
      write(target, copy, copies, List.of());
    } finally {
      lock.unlock();
    }
    copy.write(target);
  }

  /**
   * Ends checkpoints, after the one under way, and closes the journal. Records in the manifest that
   * all of the journal is on stable storage, so that a record that is missing later is damage.
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
      try {
        closeMaps();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Closes the bases of maps. */
  void closeMaps() throws IOException {
    Closing.all(checkpointedMaps());
  }
}
