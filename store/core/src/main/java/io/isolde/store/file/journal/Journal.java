package io.isolde.store.file.journal;

import io.isolde.stm.Deadline;
import io.isolde.store.StoreFailedException;
import io.isolde.store.file.journal.ForceQueue.ForceWaiter;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.Uninterrupted;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A journal: records in the order in which they were appended, made durable for many committers at
 * a time (group commit).
 *
 * <p>Appending does not wait for the disk. Waiting for a record makes it durable, together with all
 * records that were appended before it. A wait without a deadline cannot be interrupted, because
 * there is nothing to roll back; the thread stays interrupted. Thread-safe.
 */
public final class Journal {
  /*
   * Goal. One force for all threads that wait for one (group commit), and no thread while nobody
   * waits.
   *
   * Idea. The first thread to wait leads. It takes all records that are there, writes and forces
   * them without the lock, and wakes the others. Threads that come meanwhile wait, and one of them
   * leads next.
   *
   *   append  ──▶ pending ──lead(): written──▶ file ──lead(): forced──▶ durable
   *
   * A thread that waits with a deadline never leads, since nothing can end a force that hangs. A
   * thread in the background leads for all of these, until the records that they wanted are
   * durable, even if they have left.
   *
   * I1  forced ≤ written ≤ newest, and none of them decreases.
   * I2  At most one thread leads, and only the leader uses the writer.
   * I3  pending holds the records after written, or after those that the leader has. Their numbers
   *     have no gaps, even if memory runs out: the last steps of append cannot fail.
   * I4  After a failure nothing is appended, written or forced any more, and nobody waits. The disk
   *     may hold only a part of what it was given, and a second force may claim to have saved what
   *     the first one has lost.
   *
   * Locks. The lock is held only for a few steps in memory, by the leader too. append is called
   * under the locks of a commit, so this must stay so.
   *
   * Rejected. A thread that forces: it costs two context switches per commit, for a lone committer
   * as much as for many, and a thread per idle store.
   */
  private static final byte[] NOTHING = {};

  private final Storage storage;
  private final UUID store;
  private final SegmentList segments;
  private final SegmentWriter writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final JournalEntry.Chain entries;

  private Batch pending = new Batch();

  /** The batch that the next leader exchanges for the pending one. */
  private Batch idle = new Batch();

  private final ForceQueue queue = new ForceQueue();
  private boolean leading;

  /** Written under the lock, as are those below; read without it where an old value will do. */
  private volatile long written;

  private volatile long forced;

  private volatile long writtenBytes;
  private volatile long forcedBytes;
  private volatile @Nullable StoreFailedException failure;

  private long forces;
  private boolean closed;

  /** The beginning of the next record. */
  private byte[] beginning;

  /** A thread in the background forces the records up to this one. */
  private long wanted;

  /** Whether that thread is running. */
  private boolean isServed;

  /**
   * Continues a journal that was read, and {@linkplain JournalScan#repair repaired}.
   *
   * @param beginning the first record begins with this, before what is appended
   */
  public Journal(
      Storage storage, UUID store, long segmentBytes, JournalScan found, byte[] beginning) {
    long last = found.last();
    this.beginning = beginning.clone();
    this.storage = storage;
    this.store = store;
    this.segments = new SegmentList(storage, found.segments());
    this.writer =
        new SegmentWriter(storage, store, segmentBytes, found.journalEnd(), segments::add);
    this.entries = new JournalEntry.Chain(last);
    this.written = last;
    this.forced = last;
  }

  // ---- append ----

  /**
   * Appends a record, without waiting.
   *
   * @throws StoreFailedException if the journal has failed; nothing was appended
   * @throws IllegalStateException if it is closed; nothing was appended
   */
  public JournalEntry append(byte[] payload) {
    return append(payload, payload.length);
  }

  /**
   * Appends the first {@code length} bytes of an array. If they are many, the array must not be
   * changed any more.
   */
  public JournalEntry append(byte[] payload, int length) {
    lock.lock();
    try {
      requireWorking();
      requireOpen();
      return beginning.length > 0 ? addFirst(payload, length) : add(payload, length);
    } finally {
      lock.unlock();
    }
  }

  private JournalEntry addFirst(byte[] payload, int length) {
    byte[] record = Arrays.copyOf(beginning, beginning.length + length);
    System.arraycopy(payload, 0, record, beginning.length, length);
    JournalEntry entry = add(record, record.length);
    beginning = NOTHING;
    return entry;
  }

  private JournalEntry add(byte[] payload, int length) {
    JournalEntry entry = entries.next(Frame.bytes(length));
    pending.add(payload, length);
    entries.add(entry);
    return entry;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the journal of " + storage.describe("") + " is closed");
    }
  }

  /**
   * Lets the journal fail, for a reason of its user: it accepts no record from now on.
   *
   * @return what says so
   */
  public StoreFailedException fail(Throwable reason) {
    lock.lock();
    try {
      StoreFailedException failed = failure == null ? failure(reason) : failure;
      failure = failed;
      progress.signalAll();
      return failed;
    } finally {
      lock.unlock();
    }
  }

  /** Throws what {@link #append} would, if the journal has failed. */
  public void requireAccepting() {
    requireWorking();
  }

  private void requireWorking() {
    StoreFailedException reason = failure;
    if (reason != null) {
      throw new StoreFailedException(String.valueOf(reason.getMessage()), reason);
    }
  }

  /**
   * The number of the last record up to which all are {@linkplain JournalEntry#markVisible
   * visible}.
   */
  public long visibleThrough() {
    lock.lock();
    try {
      return entries.visibleThrough();
    } finally {
      lock.unlock();
    }
  }

  private JournalEntry newest() {
    lock.lock();
    try {
      return entries.newest();
    } finally {
      lock.unlock();
    }
  }

  /** The number of the last record. */
  public long last() {
    return newest().sequence();
  }

  /** How many bytes were appended by this object. */
  public long bytes() {
    return newest().journalBytes();
  }

  /**
   * How often this object has forced records that were waited for; the forces that a new segment
   * takes are not counted.
   */
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
   * @throws StoreFailedException if the journal has failed, so that they may not be
   */
  public void awaitForced(long sequence) {
    await(sequence, true);
  }

  /**
   * Waits until the record and all before it are on stable storage, or until the deadline.
   *
   * @return whether they are; if not, they are on their way
   * @throws StoreFailedException if the journal has failed, so that they may not be
   * @throws InterruptedException if interrupted; they are on their way
   */
  public boolean awaitForced(long sequence, Deadline deadline) throws InterruptedException {
    return await(sequence, true, deadline);
  }

  private boolean await(long sequence, boolean force, Deadline deadline)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      serve(sequence);
      while (!isDone(sequence, force)) {
        requireWorking();
        long nanosLeft = deadline.nanosLeft();
        if (nanosLeft == 0) {
          return false;
        }
        progress.awaitNanos(nanosLeft);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether more than {@code bytesMax} of the bytes up to a record are not forced yet. */
  public boolean isForcedBehind(JournalEntry entry, long bytesMax) {
    return entry.journalBytes() - forcedBytes > bytesMax;
  }

  /**
   * Waits until all bytes up to a record are handed to the operating system, if more than {@code
   * bytesMax} of them are not, or until the deadline. An interrupt does not end the wait.
   *
   * @throws StoreFailedException if the journal has failed
   */
  public void awaitWrittenBut(JournalEntry entry, long bytesMax, Deadline deadline) {
    if (entry.journalBytes() - writtenBytes > bytesMax) {
      if (deadline.isNever()) {
        await(entry.sequence(), false);
      } else {
        Uninterrupted.of(() -> await(entry.sequence(), false, deadline));
      }
    }
  }

  private boolean isDone(long sequence, boolean force) {
    return (force ? forced : written) >= sequence;
  }

  private void await(long sequence, boolean force) {
    while (!isDone(sequence, force)) {
      ForceWaiter waiter = leadOrQueue(sequence, force);
      if (waiter != null) {
        waiter.await();
      }
    }
  }

  /**
   * Leads, or queues if another thread leads. Returns where to wait; null if it is time to look
   * again.
   */
  private @Nullable ForceWaiter leadOrQueue(long sequence, boolean force) {
    List<ForceWaiter> served;
    lock.lock();
    try {
      if (isDone(sequence, force)) {
        return null;
      }
      requireWorking();
      if (leading) {
        return queue.add(sequence, force);
      }
      lead(force);
      served = failure == null ? queue.served(written, forced) : queue.all();
    } finally {
      lock.unlock();
    }
    served.forEach(ForceWaiter::letGo);
    return null;
  }

  /** Called with the lock held. */
  private void serve(long sequence) {
    if (sequence > Math.max(forced, wanted)) {
      wanted = sequence;
      if (!isServed) {
        beginService();
      }
    }
  }

  private void beginService() {
    isServed = true;
    try {
      storage.inBackground(this::forceWanted);
    } catch (Throwable t) {
      isServed = false;
      throw t;
    }
  }

  private void forceWanted() {
    for (long sequence = stillWanted(); sequence > 0; sequence = stillWanted()) {
      forceInBackground(sequence);
    }
  }

  /**
   * The number of the record up to which to force; 0 if nothing is left to do, and the service has
   * ended.
   */
  private long stillWanted() {
    lock.lock();
    try {
      isServed = forced < wanted && failure == null;
      return isServed ? wanted : 0;
    } finally {
      lock.unlock();
    }
  }

  private void forceInBackground(long sequence) {
    try {
      await(sequence, true);
    } catch (StoreFailedException e) {
      // the journal keeps the failure, and throws it to those that wait
    }
  }

  /**
   * Writes, and perhaps forces, all pending records. Called and left with the lock held, which is
   * released meanwhile.
   */
  private void lead(boolean force) {
    Batch batch = pending;
    JournalEntry last = entries.newest();
    long first = written + 1;
    long forcedBefore = forced;
    leading = true;
    pending = idle;
    lock.unlock();
    Throwable thrown = write(batch, first, forcedBefore, force);
    lock.lock();
    leading = false;
    idle = batch;
    if (thrown == null) {
      advance(last, force);
    } else {
      failure = failure(thrown);
    }
    progress.signalAll();
  }

  private @Nullable Throwable write(Batch batch, long first, long forcedBefore, boolean force) {
    try {
      batch.writeTo(writer, first, forcedBefore);
      batch.clear();
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

  private void advance(JournalEntry last, boolean force) {
    written = last.sequence();
    writtenBytes = last.journalBytes();
    if (force) {
      forced = last.sequence();
      forcedBytes = last.journalBytes();
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

  // ---- cut, read, close ----

  /**
   * Deletes the segments that hold no record after {@code sequence}, except for the last segment,
   * and for the newest of the others that have {@code keptBytes} bytes together. Called by one
   * thread at a time.
   *
   * @throws IOException if some cannot be deleted; the next call tries again
   */
  public void trim(long sequence, long keptBytes) throws IOException {
    segments.trim(sequence, keptBytes);
  }

  /** The number of the first record that the segments hold, or else of the next one. */
  public long oldest() {
    return segments.oldest(last() + 1);
  }

  /** Makes a reader of the records after {@code sequence}. */
  public JournalReader reader(long sequence) {
    return new JournalReader(storage, store, segments, sequence);
  }

  /**
   * Refuses further records, makes the existing ones durable, and closes the files.
   *
   * @throws StoreFailedException if the journal has failed, so that they may not be durable; the
   *     files are closed
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
