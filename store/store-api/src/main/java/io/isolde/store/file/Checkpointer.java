package io.isolde.store.file;

import io.isolde.stm.Stm;
import io.isolde.store.StoreFailedException;
import io.isolde.store.backend.Deadline;
import io.isolde.store.encoding.Types;
import io.isolde.store.journal.Checkpoint;
import io.isolde.store.journal.Journal;
import io.isolde.store.journal.Manifest;
import io.isolde.store.journal.Storage;
import io.isolde.store.journal.Uninterrupted;
import io.isolde.store.overlay.BasedMap;
import io.isolde.store.overlay.Bases;
import io.isolde.store.overlay.Closing;
import io.isolde.store.overlay.Home;
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
   * I3  The bases of maps are made after from, too, and forced before the manifest names them; those
   *     which the old one names stay as they are until then.
   *
   * Where maps have bases, what has changed since the last checkpoint takes memory. So writers who have
   * got as far as the next one is due for while one is under way are slowed down, each commit by a time
   * that grows with what they are ahead by: that leaves the processors to the checkpoint, and stops
   * nobody for long. Only if they are ahead by as much again, they wait until it is done.
   */
  private static final System.Logger LOGGER = System.getLogger(Checkpointer.class.getName());

  /** How long a commit waits at most, unless too much is in memory. */
  private static final long PAUSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private final Storage storage;
  private final Journal journal;
  private final Types types;
  private final Collection<Place> places;
  private final long checkpointBytes;
  private final @Nullable Home home;

  private final ReentrantLock lock = new ReentrantLock();

  /** The one in the background, while there is one. */
  private final AtomicReference<@Nullable CountDownLatch> begun = new AtomicReference<>();

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
      long recoveredBytes,
      @Nullable Home home) {
    this.storage = storage;
    this.journal = journal;
    this.types = types;
    this.places = places;
    this.manifest = manifest;
    this.checkpointBytes = checkpointBytes;
    this.home = home;
    this.dueBytes = Math.max(0, checkpointBytes - recoveredBytes);
  }

  /**
   * Begins one on a thread of its own, if the journal has grown enough and none is under way. Slows
   * the caller down if it is ahead of the one under way, but not beyond {@code deadline}.
   */
  void noteGrown(long journalBytes, Deadline deadline) {
    if (journalBytes > dueBytes) {
      begin(journalBytes);
      long ahead = journalBytes - dueBytes;
      if (home != null && ahead > 0) {
        awaitBegun(Math.min(pauseNanos(ahead, checkpointBytes), deadline.nanosLeft()));
      }
    }
  }

  /** How long a commit waits that is ahead by so many bytes. */
  static long pauseNanos(long ahead, long checkpointBytes) {
    return ahead > checkpointBytes
        ? Long.MAX_VALUE
        : (long) (PAUSE_NANOS_MAX * ((double) ahead / checkpointBytes));
  }

  private void begin(long journalBytes) {
    CountDownLatch done = new CountDownLatch(1);
    if (begun.compareAndSet(null, done)) {
      dueBytes = journalBytes + checkpointBytes;
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
        LOGGER.log(System.Logger.Level.WARNING, "no checkpoint was made, and the journal grows", e);
      }
    }
  }

  /**
   * Waits for the one in the background, if there is one, for a while. An interrupt is kept for
   * later: threads that are interrupted fill the memory like others.
   */
  private void awaitBegun(long nanos) {
    CountDownLatch done = begun.get();
    if (done != null) {
      long start = System.nanoTime();
      Uninterrupted.of(() -> done.await(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS));
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
    List<BasedMap<?, ?>> maps = basedMaps();
    long through = prepare(maps, next);
    manifest = new Manifest(next.store(), next.checkpoint(), next.from(), through);
    try {
      manifest.write(storage);
    } catch (IOException | RuntimeException e) {
      maps.forEach(BasedMap::leave); // it may count nevertheless
      throw e;
    }
    maps.forEach(BasedMap::install);
    journal.trim(manifest.from());
    Checkpoint.deleteOthers(storage, manifest.checkpoint());
    if (home != null) {
      deleteOutdated(home);
    }
  }

  private static void deleteOutdated(Home home) {
    home.deleteOutdated();
    if (!home.outdated().isEmpty()) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "files that nobody needs any more cannot be deleted, and take up room: {0}",
          home.outdated());
    }
  }

  private List<BasedMap<?, ?>> basedMaps() {
    List<BasedMap<?, ?>> maps = new ArrayList<>();
    for (Place place : places) {
      BasedMap<?, ?> map = place.basedMap();
      if (map != null) {
        maps.add(map);
      }
    }
    return maps;
  }

  /** Writes everything but the manifest, and returns how far the journal is forced; or nothing. */
  private long prepare(List<BasedMap<?, ?>> maps, Manifest next) throws IOException {
    maps.forEach(BasedMap::leave); // what counts already, if not all could be installed
    try {
      for (BasedMap<?, ?> map : maps) {
        map.prepare(next.checkpoint());
      }
      return write(storage, next, new Dump.Present());
    } catch (Throwable t) {
      maps.forEach(BasedMap::abandon);
      throw t;
    }
  }

  /** Notes what went wrong as well, unless it is the same. */
  private static void suppress(IOException further, Throwable failure) {
    if (further != failure) {
      failure.addSuppressed(further);
    }
  }

  /**
   * Writes the file of a checkpoint, or nothing. It is not finished before all that is in it is
   * forced in the journal, too; returns how far that is.
   */
  private long write(Storage target, Manifest next, Dump.Bases bases) throws IOException {
    try (Checkpoint checkpoint = Stm.snapshot(() -> dumped(target, next, bases))) {
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

  /** May run again, and then over what it wrote before. */
  private Checkpoint dumped(Storage target, Manifest next, Dump.Bases bases) throws IOException {
    Checkpoint checkpoint = Checkpoint.create(target, next);
    try {
      new Dump(checkpoint, types, bases).write(places);
      return checkpoint;
    } catch (Throwable t) {
      checkpoint.close();
      throw t;
    }
  }

  /** Makes a store of its own in another directory, with {@code bases} there. */
  void backup(Storage target, @Nullable Bases bases) throws IOException {
    Manifest copy = new Manifest(Manifest.fresh().store(), 1, 0, 0);
    Dump.Bases copies =
        home == null || bases == null
            ? new Dump.Present()
            : new Dump.Elsewhere(home, new Home(copy.store(), target, bases), copy.checkpoint());
    lock.lock(); // so that no checkpoint takes away the bases of names that are not open
    try {
      write(target, copy, copies);
    } finally {
      lock.unlock();
    }
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
      try {
        closeMaps();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Closes the bases of maps. */
  void closeMaps() throws IOException {
    Closing.all(basedMaps());
  }
}
