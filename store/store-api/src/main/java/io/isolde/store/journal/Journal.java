package io.isolde.store.journal;

import io.isolde.store.StoreFailedException;
import io.isolde.store.backend.Deadline;
import io.isolde.store.journal.WaitingLine.Place;
import java.io.IOException;
import java.util.ArrayList;
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
 * that were appended before. A wait without a deadline cannot be interrupted, because there is
 * nothing to take back: an interrupt is kept for later. Thread-safe.
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
   * The places of the records from the first that is not settled on are a list.
   *
   * Who waits for a limited time never leads, since nothing ends a force that hangs: a thread in the
   * background leads for all of them, until what they wanted is durable, even if they have gone.
   *
   * I1  forced ≤ written ≤ newest, and none of them decreases.
   * I2  At most one thread leads, and only that one uses the writer.
   * I3  pending has the records after written, or after those that the leader has; and numbers have
   *     no gaps, also when memory runs out: the last steps of append cannot fail.
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
  /** A record's place in the journal. Thread-safe. */
  public static final class Entry {
    private final long sequence;
    private final long journalBytes;
    private volatile boolean settled;

    /** Guarded by the lock. */
    private @Nullable Entry next;

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

  /** The last record, or one before all. */
  private Entry newest;

  private Batch pending = new Batch();

  /** What the next leader exchanges for the one that is pending. */
  private Batch idle = new Batch();

  /** Up to this record, all are settled. */
  private Entry settled;

  private final WaitingLine line = new WaitingLine();
  private boolean leading;

  /** Written under the lock, as are those below; read by who is content with a moment ago. */
  private volatile long written;

  private volatile long forced;

  private volatile long writtenBytes;
  private volatile long forcedBytes;
  private volatile @Nullable StoreFailedException failure;

  private long forces;
  private boolean closed;

  /** Up to this record, a thread in the background sees to it that they are forced. */
  private long wanted;

  /** Whether there is that thread. */
  private boolean isServed;

  /** Continues a journal that was read, and {@linkplain JournalScan#repair repaired}. */
  public Journal(Storage storage, UUID store, long segmentBytes, JournalScan found) {
    long last = found.last();
    this.storage = storage;
    this.writer =
        new SegmentWriter(storage, store, segmentBytes, found.journalEnd(), this::noteSegment);
    this.segments.addAll(found.segments());
    this.newest = new Entry(last, 0);
    this.newest.settle();
    this.settled = newest;
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
    return append(payload, payload.length);
  }

  /** The same for the first bytes of an array; a long one must not be changed any more. */
  public Entry append(byte[] payload, int length) {
    lock.lock();
    try {
      requireWorking();
      requireOpen();
      long bytes = newest.journalBytes + Frame.bytes(length);
      Entry entry = new Entry(newest.sequence + 1, bytes);
      pending.add(payload, length);
      newest.next = entry;
      newest = entry;
      forgetSettled();
      return entry;
    } finally {
      lock.unlock();
    }
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

  private void forgetSettled() {
    Entry next;
    while ((next = settled.next) != null && next.settled) {
      settled.next = null; // else old garbage would keep the young alive
      settled = next;
    }
  }

  /** The last record before which, and with which, all are {@linkplain Entry#settle settled}. */
  public long settledThrough() {
    lock.lock();
    try {
      forgetSettled();
      return settled.sequence;
    } finally {
      lock.unlock();
    }
  }

  private Entry newest() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  /** The last record. */
  public long last() {
    return newest().sequence;
  }

  /** How many bytes were appended by this object. */
  public long bytes() {
    return newest().journalBytes;
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
   * Waits until the record and all before it are on stable storage, or until the deadline.
   *
   * @return whether they are; if not, they are on their way
   * @throws StoreFailedException if that cannot be said of them
   * @throws InterruptedException if interrupted; they are on their way
   */
  public boolean awaitForced(long sequence, Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      serve(sequence);
      while (forced < sequence) {
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

  /** Whether more than {@code bytesMax} bytes were not forced, of those up to a record. */
  public boolean isForcedBehind(Entry entry, long bytesMax) {
    return entry.journalBytes - forcedBytes > bytesMax;
  }

  /**
   * Waits until all of the bytes up to a record are handed to the operating system, if there are
   * more than {@code bytesMax}.
   *
   * @throws StoreFailedException if the journal has failed
   */
  public void awaitWrittenBut(Entry entry, long bytesMax) {
    if (entry.journalBytes - writtenBytes > bytesMax) {
      await(entry.sequence, false);
    }
  }

  private void await(long sequence, boolean force) {
    while ((force ? forced : written) < sequence) {
      Place place = leadOrQueue(sequence, force);
      if (place != null) {
        place.await();
      }
    }
  }

  /** Where to wait, if somebody else leads; null if it is time to look again. */
  private @Nullable Place leadOrQueue(long sequence, boolean force) {
    List<Place> served;
    lock.lock();
    try {
      if ((force ? forced : written) >= sequence) {
        return null;
      }
      requireWorking();
      if (leading) {
        return line.add(sequence, force);
      }
      lead(force);
      served = failure == null ? line.served(written, forced) : line.all();
    } finally {
      lock.unlock();
    }
    served.forEach(Place::letGo);
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

  /** Up to where to force; 0 if there is nothing to do any more, and the service has ended. */
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
      // the journal remembers, and tells those who wait
    }
  }

  /** Called and left with the lock held, which is given back meanwhile. */
  private void lead(boolean force) {
    Batch batch = pending;
    Entry last = newest;
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

  private void advance(Entry last, boolean force) {
    written = last.sequence;
    writtenBytes = last.journalBytes;
    if (force) {
      forced = last.sequence;
      forcedBytes = last.journalBytes;
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
