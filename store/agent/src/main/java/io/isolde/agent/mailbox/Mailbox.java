package io.isolde.agent.mailbox;

import io.isolde.agent.mailbox.Letter.Last;
import io.isolde.agent.mailbox.Letter.Rest;
import io.isolde.stm.Deadline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from any number of senders to one owner, which exists only while there is
 * something to do: the sender of the first letter is told to fetch an owner, and an owner that
 * finds nothing goes to rest.
 *
 * <p>{@link #post}, {@link #postWhenRoom}, {@link #end} and the queries are thread-safe; {@link
 * #take} and {@link #rest} are owner-only.
 */
public final class Mailbox {
  /*
   * Idea. One word, the newest letter, says everything: what waits, whether there is an owner, and
   * whether the end has come. Senders chain a letter to the newest one, and install it by
   * compare-and-set. The owner follows the chain back to what it has seen, and reverses it.
   *
   *   RESTING  newest is a Rest     ─post(), end()→  OWNED    the caller must fetch an owner
   *   OWNED    newest is a message  ─rest()→         RESTING  if nothing has come meanwhile;
   *                                                           otherwise the owner goes on
   *   any      ─end()→  ENDING      newest is the Last for ever; the owner takes what is before it,
   *                                 then the Last
   *
   * I1  There is an owner iff newest is neither a Rest nor a Last that was taken. So an owner is
   *     fetched exactly once, and no letter is left without one: only the compare-and-set that
   *     replaces a Rest fetches an owner, and only one that installs a Rest releases the mailbox.
   * I2  newest.number − taken messages wait. post() adds a letter only when they are fewer than the
   *     capacity; taken only grows, so the bound holds at the compare-and-set as well.
   * I3  A letter is put in once, and a Rest is new every time, so newest never has the same value
   *     twice: a compare-and-set that succeeds has missed nothing.
   * I4  turned is the newest letter that the owner has seen; waiting is the oldest letter that it
   *     has seen and not taken, chained by next. Both pass from owner to owner through newest, or
   *     through the mechanism that runs the owners.
   *
   * Takes effect: at the compare-and-set of newest.
   * Progress. Lock-free. Senders that find no room wait in line (see Senders); take() lets the
   * first of them continue.
   * Memory. A mailbox at rest is this object and a Rest. START is shared, because nobody writes to
   * it.
   * Rejected. Taking the whole chain by exchanging newest with "owned": then nothing counts the
   * letters, and the bound needs a second atomic word that both senders and owner write.
   */
  private static final Letter START = new Rest(0);

  private static final VarHandle NEWEST;
  private static final VarHandle SENDERS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEWEST = lookup.findVarHandle(Mailbox.class, "newest", Letter.class);
      SENDERS = lookup.findVarHandle(Mailbox.class, "senders", Senders.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int capacity;
  private volatile Letter newest = START;

  /** The number of the last message that the owner took. Volatile: see {@link Senders}. */
  private volatile long taken;

  /** Made when a sender first waits. */
  private volatile @Nullable Senders senders;

  private Letter turned = START;
  private @Nullable Letter waiting;

  /** The outcome of posting a letter. */
  public enum Posting {
    /** The letter is in; nobody owns the mailbox, and the caller must fetch an owner. */
    FIRST,
    /** The letter is in, and the owner will come to it. */
    IN_LINE,
    /** The letter is not in: there was no room, until the deadline if there was one. */
    NO_ROOM,
    /** The letter is not in: the mailbox accepts nothing more. */
    ENDED
  }

  /** Makes a mailbox in which {@code capacity} messages may wait, besides the one taken last. */
  public Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /** Puts a message in if there is room. */
  public Posting post(Letter message) {
    return append(message, 1, capacity);
  }

  /** Puts a message in, whether or not there is room. */
  public Posting postAnyway(Letter message) {
    return append(message, 1, Long.MAX_VALUE);
  }

  /**
   * Puts a message in, and waits for room if necessary, in line with other senders that wait.
   *
   * @throws InterruptedException if the thread is interrupted while it waits; the message is not in
   */
  public Posting postWhenRoom(Letter message, Deadline deadline) throws InterruptedException {
    Senders present = senders;
    if (present == null || !present.areWaiting()) {
      Posting posting = post(message);
      if (posting != Posting.NO_ROOM) {
        return posting;
      }
    }
    return senders().postInLine(this, message, deadline);
  }

  private Posting append(Letter letter, int weight, long limit) {
    while (true) {
      Letter before = newest;
      if (before instanceof Last) {
        return Posting.ENDED;
      }
      if (before.number - taken >= limit) {
        return Posting.NO_ROOM;
      }
      letter.previous = before;
      letter.number = before.number + weight;
      if (NEWEST.compareAndSet(this, before, letter)) {
        return before instanceof Rest ? Posting.FIRST : Posting.IN_LINE;
      }
    }
  }

  /**
   * Ends the mailbox: it accepts nothing more. The owner still takes what is in it, and must not
   * rest any more.
   */
  public Posting end() {
    Posting posting = append(new Last(), 0, Long.MAX_VALUE);
    letSendersGoOn();
    return posting;
  }

  /** Whether nothing is accepted any more. */
  public boolean isEnding() {
    return newest instanceof Last;
  }

  /** Whether a message would just now have been accepted, or refused at once. */
  public boolean hasRoom() {
    Letter present = newest;
    return present.number - taken < capacity || present instanceof Last;
  }

  /** For the owner: the next letter, or null if there is none. */
  public @Nullable Letter take() {
    Letter first = waiting != null ? waiting : turn();
    if (first != null) {
      waiting = first.next;
      first.next = null;
      taken = first.number;
      letSendersGoOn();
    }
    return first;
  }

  /**
   * Reverses the chain of what has come since the last time, and returns the oldest letter of it.
   */
  private @Nullable Letter turn() {
    Letter last = newest;
    Letter oldest = null;
    for (@Nullable Letter letter = last; letter != turned && letter != null; ) {
      Letter previous = letter.previous;
      letter.previous = null;
      letter.next = oldest;
      oldest = letter;
      letter = previous;
    }
    turned = last;
    return oldest;
  }

  /**
   * For the owner: releases the mailbox, unless something has come. A thread that gets true is no
   * longer the owner.
   */
  public boolean rest() {
    Letter last = turned;
    if (waiting != null || newest != last) {
      return false;
    }
    Letter rest = new Rest(last.number);
    turned = rest;
    boolean rests = NEWEST.compareAndSet(this, last, rest);
    if (!rests) {
      turned = last;
    }
    return rests;
  }

  private void letSendersGoOn() {
    Senders present = senders;
    if (present != null && present.areWaiting()) {
      present.goOn(isEnding());
    }
  }

  private Senders senders() {
    Senders present = senders;
    if (present != null) {
      return present;
    }
    Senders made = new Senders();
    return SENDERS.compareAndSet(this, null, made) ? made : senders();
  }
}
