package io.isolde.store.journal;

import io.isolde.store.StoreFailedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Records in the order in which they were appended, made durable for many committers at a time.
 *
 * <p>To append does not wait for the disk; to wait for a record makes it durable, together with all
 * that were appended before. The waits cannot be interrupted, because there is nothing to take
 * back: an interrupt is kept for later. Thread-safe.
 */
public final class Journal {
  /*
   * Goal. One force for all who wait for one, and no thread while nobody does.
   *
   * Idea. Whoever waits first leads: it takes all records that are there, writes and forces them,
   * without the lock, and tells the others. Who comes meanwhile waits, and one of those leads next.
   *
   *   append  ──▶ pending ──lead(): written──▶ file ──lead(): forced──▶ durable
   *
   * I1  forced ≤ written ≤ appended, and none of them decreases.
   * I2  At most one thread leads, and only that one uses the writer.
   * I3  The records of pending have the numbers after written, or after those that the leader has.
   * I4  After a failure nothing is appended, written or forced any more, and nobody waits: what the
   *     disk holds then, it may hold only partly, and a second force may claim what the first one
   *     has lost.
   *
   * Locks. The lock is held for a few steps in memory only, also by the leader; append is called
   * under the locks of a commit, so it must stay that way.
   *
   * Rejected. A thread that forces: two switches of threads per commit, for a lone committer as much
   * as for many, and a thread per idle store.
   */
  private static final class Pending {
    final long sequence;
    final byte[] payload;

    Pending(long sequence, byte[] payload) {
      this.sequence = sequence;
      this.payload = payload;
    }
  }

  /** A record's place in the journal. Thread-safe. */
  public static final class Entry {
    private final long sequence;
    private final long journalBytes;
    private volatile boolean settled;

    private Entry(long sequence, long journalBytes) {
      this.sequence = sequence;
      this.journalBytes = journalBytes;
    }

    /** How many bytes were appended until then, this record included. */
    public long journalBytes() {
      return journalBytes;
    }

    /** The number of the record. */
    public long sequence() {
      return sequence;
    }

    /** Notes that whoever looks at the store from now on sees what the record says. */
    public void settle() {
      settled = true;
    }
  }

  private final Storage storage;
  private final SegmentWriter writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final TreeSet<Long> segments = new TreeSet<>();

  private List<Pending> pending = new ArrayList<>();
  private final ArrayDeque<Entry> unsettled = new ArrayDeque<>();
  private boolean leading;
  private long appended;
  private long written;
  private long forced;
  private long appendedBytes;
  private long writtenBytes;
  private long forcedBytes;
  private long forces;
  private boolean closed;
  private @Nullable StoreFailedException failure;

  /** Continues a journal after {@code last}, in a new segment after those that there are. */
  public Journal(
      Storage storage, UUID store, long segmentBytes, long last, Collection<Long> segments) {
    this.storage = storage;
    this.writer = new SegmentWriter(storage, store, segmentBytes, this::noteSegment);
    this.segments.addAll(segments);
    this.appended = last;
    this.written = last;
    this.forced = last;
  }

  private void noteSegment(long first) {
    locked(() -> segments.add(first));
  }

  // ---- append ----

  /**
   * Appends a record, without waiting.
   *
   * @throws StoreFailedException if the journal has failed; nothing was appended
   * @throws IllegalStateException if it is closed; nothing was appended
   */
  public Entry append(byte[] payload) {
    lock.lock();
    try {
      requireWorking();
      requireOpen();
      forgetSettled();
      return appendNext(payload);
    } finally {
      lock.unlock();
    }
  }

  /** All or nothing, also when memory runs out: a number that is missing would end the journal. */
  private Entry appendNext(byte[] payload) {
    long bytes = appendedBytes + Frame.bytes(payload.length);
    Pending record = new Pending(appended + 1, payload);
    Entry entry = new Entry(record.sequence, bytes);
    unsettled.add(entry);
    try {
      pending.add(record);
    } catch (Throwable t) {
      unsettled.removeLast();
      throw t;
    }
    appended = record.sequence;
    appendedBytes = bytes;
    return entry;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the journal of " + storage.describe("") + " is closed");
    }
  }

  /** Throws what {@link #append} would, if the journal has failed. */
  public void requireAccepting() {
    locked(this::requireWorking);
  }

  private void requireWorking() {
    StoreFailedException reason = failure;
    if (reason != null) {
      throw new StoreFailedException(String.valueOf(reason.getMessage()), reason);
    }
  }

  private void forgetSettled() {
    Entry first;
    while ((first = unsettled.peek()) != null && first.settled) {
      unsettled.remove();
    }
  }

  /** The last record before which, and with which, all are {@linkplain Entry#settle settled}. */
  public long settledThrough() {
    lock.lock();
    try {
      forgetSettled();
      Entry first = unsettled.peek();
      return first == null ? appended : first.sequence - 1;
    } finally {
      lock.unlock();
    }
  }

  /** The last record. */
  public long last() {
    lock.lock();
    try {
      return appended;
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes were appended by this object. */
  public long bytes() {
    lock.lock();
    try {
      return appendedBytes;
    } finally {
      lock.unlock();
    }
  }

  /** How often something was forced by this object. */
  public long forces() {
    lock.lock();
    try {
      return forces;
    } finally {
      lock.unlock();
    }
  }

  // ---- wait ----

  /**
   * Waits until the record and all before it are on stable storage.
   *
   * @throws StoreFailedException if that cannot be said of them
   */
  public void awaitForced(long sequence) {
    await(sequence, true);
  }

  /**
   * Waits until no more than {@code bytesMax} bytes are appended and not forced.
   *
   * @throws StoreFailedException if the journal has failed
   */
  public void awaitForcedBut(long bytesMax) {
    if (behind(true) > bytesMax) {
      await(last(), true);
    }
  }

  /**
   * Waits until no more than {@code bytesMax} bytes are appended and not handed to the operating
   * system.
   *
   * @throws StoreFailedException if the journal has failed
   */
  public void awaitWrittenBut(long bytesMax) {
    if (behind(false) > bytesMax) {
      await(last(), false);
    }
  }

  private long behind(boolean force) {
    lock.lock();
    try {
      return appendedBytes - (force ? forcedBytes : writtenBytes);
    } finally {
      lock.unlock();
    }
  }

  private void await(long sequence, boolean force) {
    lock.lock();
    try {
      while ((force ? forced : written) < sequence) {
        requireWorking();
        if (leading) {
          progress.awaitUninterruptibly();
        } else {
          lead(force);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called and left with the lock held, which is given back meanwhile. */
  private void lead(boolean force) {
    List<Pending> next = new ArrayList<>();
    List<Pending> batch = pending;
    leading = true;
    pending = next;
    long bytes = appendedBytes;
    long through = appended;
    long forcedBefore = forced;
    lock.unlock();
    Throwable thrown = write(batch, forcedBefore, force);
    lock.lock();
    leading = false;
    if (thrown == null) {
      advance(through, bytes, force);
    } else {
      failure = failure(thrown);
    }
    progress.signalAll();
  }

  private @Nullable Throwable write(List<Pending> batch, long forcedBefore, boolean force) {
    try {
      for (Pending record : batch) {
        writer.add(record.sequence, forcedBefore, record.payload);
      }
      if (force) {
        writer.force();
      } else {
        writer.flush();
      }
      return null;
    } catch (IOException | RuntimeException | Error e) {
      return e;
    }
  }

  private void advance(long through, long bytes, boolean force) {
    written = through;
    writtenBytes = bytes;
    if (force) {
      forced = through;
      forcedBytes = bytes;
      forces++;
    }
  }

  private StoreFailedException failure(Throwable thrown) {
    return new StoreFailedException(
        "the journal of "
            + storage.describe("")
            + " cannot be written, so nothing can be committed any more: "
            + thrown
            + "; what is in memory can still be read; once the cause is gone, close the store and"
            + " open it again",
        thrown);
  }

  // ---- cut, close ----

  /** Deletes the segments that hold no record after {@code sequence}. */
  public void trim(long sequence) throws IOException {
    List<Long> outdated = new ArrayList<>();
    locked(
        () -> {
          while (segments.size() > 1 && segments.higher(segments.first()) <= sequence + 1) {
            outdated.add(segments.pollFirst());
          }
        });
    for (long first : outdated) {
      storage.delete(Segments.name(first));
    }
  }

  /**
   * Refuses further records, makes those that there are durable, and closes the files.
   *
   * @throws StoreFailedException if that cannot be said of them; the files are closed
   */
  public void close() throws IOException {
    locked(() -> closed = true);
    try {
      await(last(), true);
    } finally {
      awaitNoLeader();
      writer.close();
    }
  }

  private void awaitNoLeader() {
    locked(
        () -> {
          while (leading) {
            progress.awaitUninterruptibly();
          }
        });
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
