package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A transactional memory cell without its value: the word that versions and guards the value, the
 * value's history, and what users attached.
 *
 * <p>{@link ObjectCell} and {@link BitsCell} add the value, in place. A commit overwrites it while
 * the word is locked, and keeps the overwritten value only if a pinned snapshot needs it.
 */
public abstract sealed class Cell permits ObjectCell, BitsCell {
  /*
   * States of the word:
   *
   *     FREE ──lock──▶ LOCKED ──release(commit version)──▶ FREE
   *       │               ▲ └────────unlock (abort)──────▶ FREE
   *       └──own──▶ OWNED ┘
   *
   * Commits lock cells, and so do single operations outside transactions and threads that add a
   * validator. Only the elder owns cells. It disowns them (OWNED ─▶ FREE); if it is deposed, others
   * do. Only the elder, or a thread that adds a validator, locks an OWNED cell. Unlocking without a
   * commit restores the word before.
   *
   * Invariants:
   *  I1  The word without its two state bits grows with every commit: it is never given to two
   *      values of the same cell.
   *  I2  The value changes only while the word is LOCKED, by the lock holder, after its commit was
   *      decided.
   *  I3  A holder of LOCKED runs no user code except participants, and never waits without bound.
   *      The exception is the elder, which waits for other lock holders.
   *  I4  Every history node's version is below the cell's version, and versions strictly decrease
   *      along the chain. Exception: the first node may have the cell's version and value, if it
   *      comes from a commit that was given up.
   *
   * Memory ordering:
   *
   *   field       read      write                  why it suffices
   *   word        volatile  CAS to lock or own     in the order of all volatile actions: locks,
   *                                                clock, snapshots, waiters; the proofs of Commit,
   *                                                Clock, Snapshots and Waiters argue in that order
   *   word again  acquire   release to unlock      the release orders the value before its version;
   *                                                a reader that saw a new value, by acquire, then
   *                                                sees the lock before it or something newer
   *   value       acquire   release, while LOCKED  the release orders the lock before the new value
   *   history     acquire   CAS                    nodes are immutable; the push precedes the
   *                                                release of the word that led the reader here
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

  /** Spreads cells over hash tables and stripes, and orders them; random, not unique. */
  final int hash = Points.ON ? Points.nextHash() : ThreadLocalRandom.current().nextInt();

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

  /** The word, to check that it is still the same after the value was read. */
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
   * Locks a cell that the elder owns, for the elder or in order to add a validator; {@code owned}
   * is the word as it was read.
   */
  final boolean tryLockOwned(long owned) {
    return WORD.compareAndSet(this, owned, Word.freed(owned) | Word.LOCKED);
  }

  /** Ends the elder's ownership; {@code owned} is the word as it was read. */
  final boolean tryDisown(long owned) {
    return WORD.compareAndSet(this, owned, Word.freed(owned));
  }

  /** Releases the lock; only for its holder. */
  final void wordRelease(long word) {
    WORD.setRelease(this, word);
  }

  /**
   * The word to unlock with after a value of {@code version} has replaced that of {@code before}.
   * If it is the last edition of its version, advances the clock past that version, so that the
   * next commit that locks the cell draws another one.
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

  /** The attachment if commits must consider it; null if there is none, or only a name. */
  final @Nullable Attachment activeAttachment() {
    Attachment attached = attachmentVolatile();
    return attached == null || !attached.isActive() ? null : attached;
  }

  final boolean casAttachment(@Nullable Attachment expected, Attachment update) {
    return ATTACHMENT.compareAndSet(this, expected, update);
  }

  /**
   * A history node with the present value of the cell, in front of {@code next}; only while the
   * caller holds the lock.
   */
  abstract Version copy(long version, long until, @Nullable Version next);

  /** The value as an object. */
  abstract @Nullable Object contents();

  /**
   * Whether a transaction that waits after it has seen one of these values would wait after the
   * other, too. A transaction has seen an {@link Interval} if it has only compared the cell.
   */
  abstract boolean isSameToWaiters(@Nullable Object seen, @Nullable Object contents);

  /** The same for {@code seen} and the present value. Needs no memory. */
  abstract boolean isStillToWaiters(@Nullable Object seen);

  /**
   * The name given to the cell, with the location of its value if it is {@link Located}; or else
   * its type and identity.
   */
  final String label() {
    Attachment attached = attachmentVolatile();
    String name = attached == null ? null : attached.name();
    return name != null
        ? "'" + name + location() + "'"
        : getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(this));
  }

  private String location() {
    return contents() instanceof Located value ? "[" + value.location() + "]" : "";
  }

  final String describe() {
    StringBuilder text =
        new StringBuilder(label()).append(' ').append(Word.describe(wordAcquire()));
    for (Version v = historyAcquire(); v != null; v = v.next) {
      text.append(" ← ").append(v.version);
    }
    return text.toString();
  }

  /** Asserts I4, without its exception, at a moment when no commit is under way. */
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
