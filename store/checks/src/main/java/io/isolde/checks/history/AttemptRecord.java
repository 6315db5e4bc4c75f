package io.isolde.checks.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A record of what one attempt of a transaction did, in program order. Thread-confined while the
 * attempt runs.
 *
 * <p>It knows which values the attempt was given from outside and which of its writes still stand.
 * It notes at once when the attempt was given a value that differs from what it wrote or read
 * before.
 */
public final class AttemptRecord {
  /** How an attempt ended. */
  enum Outcome {
    COMMITTED,
    /** The body threw. */
    GIVEN_UP,
    /** The engine ended it, or the body asked to wait. */
    LOST
  }

  /** A committed value that an attempt was given. */
  record Read(Key key, long value) {
    @Override
    public String toString() {
      return "read " + key + " = " + value;
    }
  }

  /** The answer to the question whether a sum is at least {@code bound}, a power of two. */
  record Comparison(Key key, long bound, boolean isAtLeast) {
    @Override
    public String toString() {
      return "found " + key + (isAtLeast ? " ≥ " : " < ") + bound;
    }
  }

  private final String name;
  private final long begin;
  private final List<Object> steps = new ArrayList<>(4);
  private final List<Read> reads = new ArrayList<>(4);
  private final List<Comparison> comparisons = new ArrayList<>(1);
  private final List<Write> writes = new ArrayList<>(2);
  private final List<Write> standing = new ArrayList<>(2);
  private final Deque<Integer> blocks = new ArrayDeque<>(2);
  private @Nullable String contradiction;
  private long end = Long.MAX_VALUE;
  private Outcome outcome = Outcome.LOST;

  /** Starts with a time before the attempt began. */
  AttemptRecord(String name, long begin) {
    this.name = name;
    this.begin = begin;
  }

  // ---- what it does ----

  /** Notes that the attempt was given {@code value}. */
  public AttemptRecord read(Key key, long value) {
    steps.add(new Read(key, value));
    if (key.isSum()) {
      readSum(key, value);
    } else {
      readChain(key, value);
    }
    return this;
  }

  private void readSum(Key key, long value) {
    long own = standing.stream().filter(w -> w.key == key).mapToLong(w -> w.value).sum();
    if ((value & own) != own) {
      contradict("read " + key + " = " + value + ", which lacks its own " + own);
    }
    given(key, value & ~own);
  }

  private void readChain(Key key, long value) {
    Write first = null;
    Write last = null;
    for (Write write : standing) {
      if (write.key == key) {
        first = first == null ? write : first;
        last = write;
      }
    }
    if (first == null || last == null) {
      given(key, value);
      return;
    }
    if (value != last.value) {
      contradict("read " + key + " = " + value + " although it " + last);
    }
    if (first.isFunction) {
      given(key, first.base());
    }
  }

  private void given(Key key, long value) {
    for (Read read : reads) {
      if (read.key == key) {
        if (read.value != value) {
          contradict("was given " + key + " = " + value + " after " + key + " = " + read.value);
        }
        return;
      }
    }
    reads.add(new Read(key, value));
  }

  /**
   * Notes that the attempt was told whether a sum is at least {@code bound}, a power of two; so it
   * is if a summand is.
   */
  public AttemptRecord compared(Key key, long bound, boolean isAtLeast) {
    Comparison comparison = new Comparison(key, bound, isAtLeast);
    steps.add(comparison);
    if (standing.stream().noneMatch(w -> w.key == key && w.value >= bound)) {
      comparisons.add(comparison);
    } else if (!isAtLeast) {
      contradict(comparison + ", which lacks its own");
    }
    return this;
  }

  private void contradict(String what) {
    contradiction = contradiction == null ? what : contradiction;
  }

  /** Replaces the value of a chain; the new value was built upon {@code base}. */
  public AttemptRecord write(Key key, long value, long base) {
    add(new Write(key, value, base, false));
    return this;
  }

  /** Replaces the value of a chain by a function of it. */
  public Write writeFunction(Key key, long value) {
    return add(new Write(key, value, Write.UNKNOWN, true));
  }

  /** Adds to a sum. */
  public AttemptRecord add(Key key, long summand) {
    add(new Write(key, summand, Write.UNKNOWN, false));
    return this;
  }

  private Write add(Write write) {
    steps.add(write);
    writes.add(write);
    standing.add(write);
    return write;
  }

  public AttemptRecord enter() {
    steps.add("(");
    blocks.push(standing.size());
    return this;
  }

  public AttemptRecord leave() {
    steps.add(")");
    blocks.pop();
    return this;
  }

  /** Ends the innermost nested block, whose writes no longer stand. */
  public AttemptRecord rollBack() {
    steps.add("rolled back)");
    standing.subList(blocks.pop(), standing.size()).clear();
    return this;
  }

  /** Ends with a time after the attempt was over. */
  AttemptRecord end(Outcome how, long when) {
    outcome = how;
    end = when;
    return this;
  }

  // ---- what is known of it ----

  String name() {
    return name;
  }

  long begin() {
    return begin;
  }

  long end() {
    return end;
  }

  boolean isCommitted() {
    return outcome == Outcome.COMMITTED;
  }

  /** The committed values that it was given, each key once. */
  List<Read> reads() {
    return reads;
  }

  /** The answers that do not follow from its own writes. */
  List<Comparison> comparisons() {
    return comparisons;
  }

  /** All its writes, including those of blocks that were rolled back. */
  List<Write> writes() {
    return writes;
  }

  /** Whether a write of {@code key} still stands. */
  public boolean hasStanding(Key key) {
    return standing.stream().anyMatch(write -> write.key == key);
  }

  /** Whether {@code write}, one of its own writes, took effect. */
  boolean hasEffect(Write write) {
    return isCommitted() && standing.contains(write);
  }

  /**
   * The first value that contradicts what the attempt wrote or read before; null if there is none.
   */
  @Nullable String contradiction() {
    return contradiction;
  }

  /** The record as a line, with times counted from {@code origin}. */
  String describe(long origin) {
    StringJoiner text = new StringJoiner("; ");
    steps.forEach(step -> text.add(step.toString()));
    String from = begin - origin + ".." + (end - origin);
    return name + " [" + from + "] " + text + " → " + outcome;
  }
}
