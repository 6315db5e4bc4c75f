package io.isolde.store.file;

import io.isolde.store.file.record.RedoOperation.Incarnation;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The positions of the commits of a store. Immutable. */
final class Positions {
  /*
   * Idea. A position is the store, the number of a record, and the incarnation of the store that
   * has appended the record:
   *
   *   8f14e45f-ceea-467f-a1d2-3b7c9e0a5b61.5c8a3f0e9b7d2416.1207
   *
   * A crash may take records back, and the next incarnation gives their numbers to other ones. It
   * has another name, which it draws at random when the store is opened, and so the positions of
   * the old ones do not fit. For that, the store knows which incarnation each record is of: the
   * first record of each says so, and each checkpoint repeats it.
   */
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f-]{36})\\.([0-9a-f]{16})\\.([1-9][0-9]{0,17})");

  /** The incarnation of the records that an earlier release has appended. */
  private static final long NAMELESS = 0;

  private final String store;

  /** By the number of the first record. */
  private final TreeMap<Long, Long> incarnations;

  /** Takes the incarnations that were found, and the present one, if the store can be written. */
  Positions(UUID store, SortedMap<Long, Long> found, List<Incarnation> present) {
    this.store = store.toString();
    this.incarnations = new TreeMap<>(found);
    present.forEach(incarnation -> incarnations.put(incarnation.first(), incarnation.id()));
  }

  /** The position of a record. */
  String of(long sequence) {
    return store + "." + HexFormat.of().toHexDigits(incarnation(sequence)) + "." + sequence;
  }

  private long incarnation(long sequence) {
    Map.Entry<Long, Long> entry = incarnations.floorEntry(sequence);
    return entry == null ? NAMELESS : entry.getValue();
  }

  /** A position: a record, and what is said to be its incarnation. */
  record Position(long incarnation, long sequence) {}

  /**
   * Reads a position.
   *
   * @throws IllegalArgumentException if it is none of this store
   */
  Position parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no position of a commit: one looks like '"
              + of(1)
              + "', and is got from Commit.position()");
    }
    if (!matcher.group(1).equals(store)) {
      throw new IllegalArgumentException(
          "'" + text + "' is a position in another store; those of this one begin with " + store);
    }
    return new Position(
        Long.parseUnsignedLong(matcher.group(2), 16), Long.parseLong(matcher.group(3)));
  }

  /** Whether a record is of the incarnation that the position says. */
  boolean isRight(Position position) {
    return incarnation(position.sequence) == position.incarnation;
  }

  /** The incarnations of the records from {@code first} to {@code last}, and of the one before. */
  List<Incarnation> within(long first, long last) {
    List<Incarnation> within = new ArrayList<>();
    for (Map.Entry<Long, Long> entry : incarnations.headMap(last, true).entrySet()) {
      Long next = incarnations.higherKey(entry.getKey());
      if (next == null || next >= first) {
        within.add(new Incarnation(entry.getKey(), entry.getValue()));
      }
    }
    return within;
  }
}
