package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A transactional memory cell without its value: the word that versions and guards the value, its
 * history, and what users attached.
 *
 * <p>{@link ObjectCell} and {@link BitsCell} add the value, in place: a commit overwrites it while
 * the word is locked, and keeps the overwritten one only when an open snapshot needs it.
 */
public abstract sealed class Cell permits ObjectCell, BitsCell {
  /*
   * States of the word:
   *
   *     FREE ──lock──▶ LOCKED ──release(commit version)──▶ FREE        a committer, or a single operation outside transactions
   *       │               ▲ └────────unlock (abort)──────▶ FREE
   *       └──own──▶ OWNED ┘                                            the elder only; disown: OWNED ─▶ FREE, by others if it is deposed
   *
   * Invariants:
   *  I1  The word, but for its two state bits, grows with every commit: it is never given to two values of the same cell.
   *  I2  The value changes only while the word is LOCKED, by the holder of the lock, after its commit was decided.
   *  I3  A holder of LOCKED runs no user code but participants, and waits for nobody without bound.
   *  I4  Every history node's version is below the cell's version, and the chain's versions strictly decrease;
   *      or the first has the cell's version and value, from a commit that was given up.
   *
   * Memory ordering:
   *
   *   field       read      write                  why it suffices
   *   word        volatile  CAS to lock or own     in the order of all volatile actions: locks, clock,
   *                                                snapshots, waiters; the proofs of Commit, Clock,
   *                                                Snapshots and Waiters argue in that order
   *   word again  acquire   release to unlock      the release orders the value before its version; a
   *                                                reader that saw a new value, by acquire, then sees
   *                                                the lock before it or something newer
   *   value       acquire   release, while LOCKED  the release orders the lock before the new value
   *   history     acquire   CAS                    nodes are immutable; the push precedes the release
   *                                                of the word by which its reader came to look
   *   attachment  volatile  CAS                    immutable; read under the lock, so a commit that
   *                                                misses a new one locked before it was there
   */
  private static final VarHandle WORD;
  private static final VarHandle HISTORY;
  private static final VarHandle ATTACHMENT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WORD = lookup.findVarHandle(Cell.class, "word", long.class);
      HISTORY = lookup.findVarHandle(Cell.class, "history", Version.class);
      ATTACHMENT = lookup.findVarHandle(Cell.class, "attachment", Attachment.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Spreads cells over hash tables and stripes; random, not unique. */
  final int hash = ThreadLocalRandom.current().nextInt();

  @SuppressWarnings("unused") // through WORD
  private long word;

  @SuppressWarnings("unused") // through HISTORY
  private @Nullable Version history;

  @SuppressWarnings("unused") // through ATTACHMENT
  private @Nullable Attachment attachment;

  /** The word, in the order of all volatile actions. */
  final long wordVolatile() {
    return (long) WORD.getVolatile(this);
  }

  /** The word, to see whether it is still the same after the value was read. */
  final long wordAcquire() {
    return (long) WORD.getAcquire(this);
  }

  /** Locks a free cell; {@code free} is the word as it was read. */
  final boolean tryLock(long free) {
    return WORD.compareAndSet(this, free, free | Word.LOCKED);
  }

  /** Owns a free cell for the elder. */
  final boolean tryOwn(long free) {
    return WORD.compareAndSet(this, free, free | Word.OWNED);
  }

  /**
   * Locks a cell that the elder owns, not always for the elder; {@code owned} is the word as it was
   * read.
   */
  final boolean tryLockOwned(long owned) {
    return WORD.compareAndSet(this, owned, Word.freed(owned) | Word.LOCKED);
  }

  /** Ends the elder's ownership; {@code owned} is the word as it was read. */
  final boolean tryDisown(long owned) {
    return WORD.compareAndSet(this, owned, Word.freed(owned));
  }

  /** Gives up a lock: only by its holder. */
  final void wordRelease(long word) {
    WORD.setRelease(this, word);
  }

  /**
   * The word to unlock with after the value of {@code before} was replaced by one of {@code
   * version}. If it is the last edition of that version, the clock is made to pass it, so that
   * whoever locks the cell next draws another one.
   */
  static long wordAfter(long before, long version) {
    long first = Word.free(version);
    return before < first ? first : nextEdition(before);
  }

  private static long nextEdition(long before) {
    long next = Word.nextEdition(before);
    if (Word.isLastEdition(next)) {
      Clock.passed(Word.version(next));
    }
    return next;
  }

  final @Nullable Version historyAcquire() {
    return (Version) HISTORY.getAcquire(this);
  }

  final boolean casHistory(@Nullable Version expected, @Nullable Version update) {
    return HISTORY.compareAndSet(this, expected, update);
  }

  final @Nullable Attachment attachmentVolatile() {
    return (Attachment) ATTACHMENT.getVolatile(this);
  }

  /** The attachment if it has a part in commits; null if it is but a name. */
  final @Nullable Attachment activeAttachment() {
    Attachment attached = attachmentVolatile();
    return attached == null || !attached.isActive() ? null : attached;
  }

  final boolean casAttachment(@Nullable Attachment expected, Attachment update) {
    return ATTACHMENT.compareAndSet(this, expected, update);
  }

  /**
   * A copy of the value now in the cell as a history node in front of {@code next}; only while the
   * caller holds the lock.
   */
  abstract Version copy(long version, long until, @Nullable Version next);

  /** The value as an object. */
  abstract @Nullable Object contents();

  /** Whether whoever waits because of one of these contents would, because of the other, too. */
  abstract boolean isSameToWaiters(@Nullable Object seen, @Nullable Object contents);

  /** The same of what it contains. Needs no memory. */
  abstract boolean isStillToWaiters(@Nullable Object seen);

  /** The name given to the cell, or else its type and identity. */
  final String label() {
    Attachment attached = attachmentVolatile();
    String name = attached == null ? null : attached.name();
    return name != null
        ? "'" + name + "'"
        : getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(this));
  }

  final String describe() {
    StringBuilder text =
        new StringBuilder(label()).append(' ').append(Word.describe(wordAcquire()));
    for (Version v = historyAcquire(); v != null; v = v.next) {
      text.append(" ← ").append(v.version);
    }
    return text.toString();
  }

  /** Asserts I4 at a moment when no commit is under way. */
  final void assertInvariants() {
    long bound = Word.version(wordAcquire());
    for (Version v = historyAcquire(); v != null; v = v.next) {
      if (v.version >= bound) {
        throw new AssertionError("history not below " + bound + ": " + describe());
      }
      bound = v.version;
    }
  }
}
